"""Photo and papers of a registration: one upload for each, kept as soon as it has arrived."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bureaus.access import requires
from bureaus.requests import SignedInRequest
from documents.delivery import hand_out
from policy.powers import Power
from recruitment import actions
from recruitment import registration as reading
from recruitment.forms.applicant import PaperForm
from recruitment.models import Attachment
from recruitment.models.applications import AttachmentKind
from recruitment.views.draft import find_editable, frame

PAPER_HINTS = {
    AttachmentKind.PHOTO: "近期正面免冠证件照，白底、蓝底或红底。手机拍摄即可，系统会裁成 295×413 像素",
    AttachmentKind.ID_FRONT: "四角完整、字迹清楚",
    AttachmentKind.ID_BACK: "能看清有效期限",
    AttachmentKind.DIPLOMA: "最高学历的毕业证书",
    AttachmentKind.EDUCATION_RECORD: "在学信网下载；国外学历用留学服务中心认证书",
    AttachmentKind.RESIDENCE: "户口簿首页和本人页，或者居住证、居住证明",
    AttachmentKind.PREFERENCE: "法律职业资格证书，或者原单位的工作证明；没有的不用上传",
    AttachmentKind.SERVICE: "所在司法所或者县（区）司法局出具，写明在职和现实表现，有无违规违纪处理",
    AttachmentKind.INSURANCE: "社保经办机构出具的转移接续意见；暂时没有的，审查时补充",
    AttachmentKind.PARTY_FILE: "党员由所在党组织出具；不是党员的不用上传",
}


@requires(Power.APPLY)
def papers(request: SignedInRequest, pk: int, *, fault: tuple[str, PaperForm] | None = None) -> HttpResponse:
    """Photo and papers: one upload for each, kept as soon as it has arrived."""
    application = find_editable(request, pk)
    there = {attachment.kind: attachment for attachment in application.attachments.filter(replaced_at=None).select_related("file")}
    items = [
        {
            "kind": kind.value,
            "title": kind.label,
            "hint": PAPER_HINTS[kind],
            "required": kind in reading.required_of(application.round),
            "attachment": there.get(kind),
            "form": fault[1] if fault and fault[0] == kind else PaperForm(prefix=kind.value),
        }
        for kind in reading.papers_of(application.round)
    ]
    return render(
        request,
        "recruitment/applicant/papers.html",
        {
            **frame(request, application),
            "items": items,
            "form": fault[1] if fault else None,
            "following": reverse("recruitment:declarations", args=[pk]),
        },
    )


@requires(Power.APPLY)
@require_POST
def paper(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Add or replace one paper; a file that is refused leaves the earlier one in place."""
    application = find_editable(request, pk)
    if kind not in reading.papers_of(application.round):
        raise Http404
    form = PaperForm(request.POST, request.FILES, prefix=kind)
    if form.is_valid():
        try:
            actions.attach(application=application, kind=kind, upload=form.cleaned_data["file"], by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error("file", f"{AttachmentKind(kind).label}：{problem}")
        else:
            messages.success(request, f"“{AttachmentKind(kind).label}”已上传。")
            return redirect(f"{reverse('recruitment:papers', args=[pk])}#{kind}")
    return papers(request, pk, fault=(kind, form))


@requires(Power.APPLY)
@require_POST
def paper_remove(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Take a paper back out."""
    application = find_editable(request, pk)
    if kind not in reading.papers_of(application.round):
        raise Http404
    try:
        actions.detach(application=application, kind=kind, by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"“{AttachmentKind(kind).label}”已移除。")
    return redirect("recruitment:papers", pk=pk)


@requires(Power.APPLY)
def paper_file(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """One's own paper as it was kept."""
    attachment = get_object_or_404(
        Attachment.objects.visible_to(request.user).select_related("file"), application=pk, kind=kind, replaced_at=None
    )
    return hand_out(attachment.file, inline=True)
