"""Photo and papers of a registration: several pictures or one PDF for each, kept as soon as they have arrived."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureaus.access import requires
from bureaus.requests import SignedInRequest
from documents.delivery import hand_out
from documents.uploads import MEGABYTE, MOST_BYTES, UnfitFile, safe_name
from policy.powers import Power
from recruitment import actions
from recruitment import registration as reading
from recruitment.actions.papers import Arrival
from recruitment.forms.papers import PapersForm
from recruitment.models import Application, Attachment
from recruitment.models.applications import AttachmentKind
from recruitment.views.draft import find_editable, frame

Named = tuple[str, Arrival]  # the field a file came by, and the file


@requires(Power.APPLY)
def papers(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every paper on one page. One request brings one file (with script) or many; each that is fit is kept, each other has its sentence."""
    application = find_editable(request, pk)
    kinds = reading.papers_of(application.round)
    if request.method != "POST":
        return _page(request, application, PapersForm(kinds=kinds, standing=_standing(application)))
    replaces = any(name.startswith("instead-") for name in request.FILES)
    form = PapersForm(request.POST, request.FILES, kinds=kinds, standing=_standing(application) if replaces else ())
    kept = _take(request, application, form)
    if request.htmx:  # type: ignore[attr-defined]
        return _card(request, application, form)
    if kept:
        messages.success(request, f"已上传 {kept} 个文件。")
    if form.errors:
        return _page(request, application, form)
    return redirect(f"{request.get_full_path()}#{form.first_kind}")


@requires(Power.APPLY)
@require_POST
def paper_remove(request: SignedInRequest, pk: int, attachment: int) -> HttpResponse:
    """Take one picture or PDF back out."""
    application = find_editable(request, pk)
    row = get_object_or_404(Attachment.objects.visible_to(request.user), pk=attachment, application=pk)
    try:
        actions.detach(application=application, attachment=attachment, by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"“{row.get_kind_display()}”已移除一份。")
    return redirect(f"{reverse('recruitment:papers', args=[pk])}#{row.kind}")


@requires(Power.APPLY)
@require_safe
def paper_file(request: SignedInRequest, pk: int, attachment: int) -> HttpResponse:
    """One's own paper as it was kept, or a small picture of it."""
    row = get_object_or_404(
        Attachment.objects.visible_to(request.user).select_related("file"), application=pk, pk=attachment, replaced_at=None
    )
    return hand_out(row.file, inline=True, small="small" in request.GET)


def _standing(application: Application) -> list[Attachment]:
    return list(application.attachments.filter(replaced_at=None).select_related("file").order_by("place"))


def _take(request: SignedInRequest, application: Application, form: PapersForm) -> int:
    """Keep what is fit, write the sentence of what is not beside its field; returns how many were kept."""
    arrivals = list(_arrivals(form))
    if not arrivals and not form.errors:
        form.add_error(None, "请先选择文件，再上传。")
    words: dict[str, Any] = {"application": application, "by": request.user, "now": request.now}
    try:
        return len(actions.attach_each(arrivals=[arrival for _, arrival in arrivals], **words)) if arrivals else 0
    except actions.PROBLEMS:
        pass  # one of them has no room: each is then taken by itself, so that the others are kept
    kept = 0
    for name, arrival in arrivals:
        try:
            kept += len(actions.attach_each(arrivals=[arrival], **words))
        except actions.PROBLEMS as problem:
            form.add_error(name, str(problem))
    return kept


def _arrivals(form: PapersForm) -> Iterator[Named]:
    for name, kind, instead_of, upload in form.uploads():
        try:
            yield name, Arrival.of(kind, upload, instead_of=instead_of)
        except UnfitFile as problem:
            form.add_error(name, f"{AttachmentKind(kind).label}（{safe_name(upload.name or '')}）：{problem}")


def _page(request: SignedInRequest, application: Application, form: PapersForm) -> HttpResponse:
    standing = _standing(application) if form.is_bound else form.standing
    required = reading.required_of(application.round)
    back = request.GET.get("from") == "check"
    return render(
        request,
        "recruitment/applicant/papers.html",
        {
            **frame(request, application),
            "items": [_item(kind, standing, form, required) for kind in reading.papers_of(application.round)],
            "standing": standing,
            "form": form,
            "too_large": f"文件不能超过 {MOST_BYTES // MEGABYTE} MB。",
            "most_bytes": MOST_BYTES,
            "following": reverse("recruitment:check_answers" if back else "recruitment:declarations", args=[application.pk]),
            "label": "返回检查页" if back else "继续填写声明与承诺",
        },
    )


def _card(request: SignedInRequest, application: Application, form: PapersForm) -> HttpResponse:
    """The one paper that a file was sent for, as it stands now."""
    kind = AttachmentKind(form.first_kind)
    saved_at = None if form.errors else request.now
    context = {
        "application": application,
        "item": _item(kind, _standing(application), form, reading.required_of(application.round)),
        "saved_at": saved_at,
    }
    return render(request, "recruitment/applicant/_paper.html", context, status=422 if form.errors else 200)


def _item(kind: AttachmentKind, standing: Sequence[Attachment], form: PapersForm, required: Sequence[AttachmentKind]) -> dict[str, Any]:
    rows = [row for row in standing if row.kind == kind]
    has_pdf = any(row.file.media_type == "application/pdf" for row in rows)
    return {
        "kind": kind.value,
        "title": kind.label,
        "hint": reading.PAPER_HINTS[kind],
        "required": kind in required,
        "rows": rows,
        "most": kind.most,
        "several": kind.most > 1,
        "may_add": not has_pdf and (kind.most == 1 or len(rows) < kind.most),
        "faults": form.faults_of(kind),
    }
