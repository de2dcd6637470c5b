"""Registration page by page: each page saves what it asks, in any order, and nothing typed is lost."""

from datetime import timedelta
from math import ceil
from typing import Any, NamedTuple
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bureaus import clock
from bureaus.access import holds, requires
from documents.delivery import hand_out
from documents.models import PaperKind
from policy.powers import Power
from policy.rules import Rule
from recruitment import actions, answers, eligibility
from recruitment import registration as reading
from recruitment.documents import paper_of
from recruitment.forms.applicant import (
    DeclarationForm,
    EducationForm,
    ExperienceForm,
    IdentityForm,
    PaperForm,
    ResidenceForm,
    SubmitForm,
    VacancyForm,
)
from recruitment.models import Application, Attachment, Profile, Round, Status
from recruitment.models.applications import AttachmentKind

EDITABLE = (Status.DRAFT, Status.RETURNED)
QUESTIONS_A_PAGE = 4
SOON = timedelta(hours=24)  # from here on every page counts down


class Section(NamedTuple):
    """A page whose answers lie on the application itself."""

    form: type[Form]
    question: str
    following: str


SECTIONS = {
    "vacancy": Section(VacancyForm, "您报考哪个岗位", "education"),
    "education": Section(EducationForm, "您的最高学历", "residence"),
    "residence": Section(ResidenceForm, "您的户籍和居住地", "experience"),
    "experience": Section(ExperienceForm, "您的经历和优先条件", ""),
}
PAPER_HINTS = {
    AttachmentKind.PHOTO: "近期正面免冠证件照，白底、蓝底或红底。手机拍摄即可，系统会裁成 295×413 像素",
    AttachmentKind.ID_FRONT: "四角完整、字迹清楚",
    AttachmentKind.ID_BACK: "能看清有效期限",
    AttachmentKind.DIPLOMA: "最高学历的毕业证书",
    AttachmentKind.EDUCATION_RECORD: "在学信网下载；国外学历用留学服务中心认证书",
    AttachmentKind.RESIDENCE: "户口簿首页和本人页，或者居住证、居住证明",
    AttachmentKind.PREFERENCE: "法律职业资格证书，或者原单位的工作证明；没有的不用上传",
}


def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the draft of this round, or go on with the one that is there."""
    if not holds(request.user, Power.APPLY):  # type: ignore[arg-type]
        raise PermissionDenied("报名要用报名人员的账号。您现在登录的是工作人员账号，请退出后用本人手机号码登录。")
    round = get_object_or_404(Round.objects.announced().select_related("intake", "county"), pk=pk)
    try:
        application = actions.begin_application(round=round, by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
        return redirect("recruitment:start", pk=pk)
    return redirect("recruitment:tasks" if application.status in EDITABLE else "recruitment:my_application", pk=application.pk)


@requires(Power.APPLY)
def tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """The task list: what is done, what is missing, in any order."""
    application = _editable(request, pk)
    rows = reading.tasks(application, _profile(request))
    done = sum(row.is_done for row in rows)
    return render(
        request,
        "recruitment/applicant/tasks.html",
        {
            **_frame(request, application),
            "tasks": [
                {
                    "title": row.title,
                    "state": row.state,
                    "url": _page_of(row.key, pk),
                    "hint": f"还差：{'、'.join(row.missing)}" if row.missing and row.begun else "",
                }
                for row in rows
            ],
            "done": done,
            "total": len(rows),
            "left": len(rows) - done,
        },
    )


@requires(Power.APPLY)
def identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Who the person is; what was read from the number is shown back."""
    application = _editable(request, pk)
    profile = _profile(request)
    today = clock.today(request.now)
    if request.method == "POST":
        form = IdentityForm(request.POST, today=today)
        if form.is_valid():
            try:
                saved = actions.save_profile(by=request.user, now=request.now, **form.cleaned_data)
            except actions.PROBLEMS as problem:
                form.add_error(None, str(problem))
            else:
                born_on = f"{saved.born_on.year}年{saved.born_on.month}月{saved.born_on.day}日"
                messages.success(request, f"已从身份证号读出：出生日期 {born_on}，性别{saved.sex}。如果不对，请回到“基本信息”改正号码。")
                return redirect(_page_of("vacancy", pk))
    elif profile is not None and "change" not in request.GET:
        return render(
            request,
            "recruitment/applicant/identity.html",
            {**_frame(request, application), "profile": profile, "following": _page_of("vacancy", pk)},
        )
    else:
        known = {"name": profile.name, "address": profile.address} if profile else {"name": request.user.name}
        form = IdentityForm(initial=known, today=today)
    return _question(request, application, form, caption="基本信息", question="您的基本信息")


@requires(Power.APPLY)
def section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """One page of the draft that lies on the application itself."""
    if section not in SECTIONS:
        raise Http404
    application = _editable(request, pk)
    page = SECTIONS[section]
    further = {"vacancy": {"round": application.round}, "education": {"today": clock.today(request.now)}}.get(section, {})
    kept = {field: getattr(application, field) for field in reading.SECTIONS[section]}
    form = page.form(request.POST or None, initial=kept, **further)
    if form.is_valid():
        try:
            actions.save_section(application=application, section=section, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(_page_of(page.following or "papers", pk))
    titles = {row.key: row.title for row in reading.tasks(application, None)}
    return _question(request, application, form, caption=titles[section], question=page.question, section=section)


@requires(Power.APPLY)
def papers(request: HttpRequest, pk: int, *, fault: tuple[str, PaperForm] | None = None) -> HttpResponse:
    """Photo and papers: one upload for each, kept as soon as it has arrived."""
    application = _editable(request, pk)
    there = {attachment.kind: attachment for attachment in application.attachments.filter(replaced_at=None).select_related("file")}
    items = [
        {
            "kind": kind.value,
            "title": kind.label,
            "hint": PAPER_HINTS[kind],
            "required": kind in reading.REQUIRED_PAPERS,
            "attachment": there.get(kind),
            "form": fault[1] if fault and fault[0] == kind else PaperForm(prefix=kind.value),
        }
        for kind in AttachmentKind
    ]
    return render(
        request,
        "recruitment/applicant/papers.html",
        {
            **_frame(request, application),
            "items": items,
            "form": fault[1] if fault else None,
            "following": reverse("recruitment:declarations", args=[pk]),
        },
    )


@requires(Power.APPLY)
@require_POST
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Add or replace one paper; a file that is refused leaves the earlier one in place."""
    if kind not in AttachmentKind.values:
        raise Http404
    application = _editable(request, pk)
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
def paper_remove(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Take a paper back out."""
    if kind not in AttachmentKind.values:
        raise Http404
    application = _editable(request, pk)
    try:
        actions.detach(application=application, kind=kind, by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"“{AttachmentKind(kind).label}”已移除。")
    return redirect("recruitment:papers", pk=pk)


@requires(Power.APPLY)
def paper_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One's own paper as it was kept."""
    attachment = get_object_or_404(
        Attachment.objects.visible_to(request.user).select_related("file"), application=pk, kind=kind, replaced_at=None
    )
    return hand_out(attachment.file, inline=True)


@requires(Power.APPLY)
def declarations(request: HttpRequest, pk: int, part: int = 1) -> HttpResponse:
    """A few questions a page; the last page also asks for consent and pledge."""
    application = _editable(request, pk)
    parts = _parts(eligibility.asked(application.round))
    if not 1 <= part <= len(parts):
        raise Http404
    last = part == len(parts)
    form = DeclarationForm(request.POST or None, initial=application.declared, rules=parts[part - 1], promises=last)
    if form.is_valid():
        said = form.cleaned_data
        consent = said.pop("consent", application.consented_at is not None)
        pledge = said.pop("pledge", application.pledged_at is not None)
        declared = {**application.declared, **said}
        try:
            actions.declare(application=application, declared=declared, consent=consent, pledge=pledge, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("recruitment:check_answers", pk=pk) if last else redirect("recruitment:declarations_part", pk=pk, part=part + 1)
    caption = f"声明与承诺（{part}/{len(parts)}）"
    return _question(request, application, form, caption=caption, question="请如实回答")


@requires(Power.APPLY)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Every answer on one page before it is submitted; a repeated click carries the same nonce and ends at the same receipt."""
    application = _own(request, pk)
    if application.status not in EDITABLE and request.method != "POST":
        return redirect("recruitment:receipt", pk=pk)
    profile = _profile(request)
    form = SubmitForm(request.POST or None)
    if form.is_valid():
        try:
            actions.submit(application=application, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            application = _own(request, pk)
            if application.status not in EDITABLE:
                messages.error(request, str(problem))
                return redirect("recruitment:my_application", pk=pk)
            # What was refused is shown again as it stands now, so that the next click carries the version on this page.
            nonce = form.cleaned_data["nonce"]
            form = SubmitForm({"nonce": nonce, "seen": application.version})
            form.add_error(None, str(problem))
        else:
            return redirect("recruitment:receipt", pk=pk)
    elif not form.is_bound:
        form = SubmitForm(initial={"nonce": uuid4(), "seen": application.version})
    if profile is not None:
        application.born_on = profile.born_on  # a draft takes it over for good when it is submitted
    return render(
        request,
        "recruitment/applicant/check.html",
        {
            **_frame(request, application),
            "form": form,
            "sections": [_with_links(part, pk) for part in answers.read_back(application, profile)],
            "missing": reading.missing(application, profile),
            "failed": eligibility.verdict(application).failed,
        },
    )


@requires(Power.APPLY)
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt: number, second of submission, what happens next."""
    application = _own(request, pk)
    if application.submitted_at is None:
        return redirect("recruitment:tasks", pk=pk)
    return render(
        request,
        "recruitment/applicant/receipt.html",
        {**_frame(request, application), "paper": paper_of(request.user, PaperKind.RECEIPT, application)},
    )


def _own(request: HttpRequest, pk: int) -> Application:
    related = ("round__county", "round__intake", "round__scheme", "vacancy__line__office")
    return get_object_or_404(Application.objects.visible_to(request.user).select_related(*related), pk=pk)  # type: ignore[arg-type]


def _editable(request: HttpRequest, pk: int) -> Application:
    application = _own(request, pk)
    if application.status not in EDITABLE:
        raise PermissionDenied("报名已经提交，内容不能再改。可以在“我的报名”查看进度。")
    return application


def _profile(request: HttpRequest) -> Profile | None:
    return Profile.objects.visible_to(request.user).first()  # type: ignore[arg-type]


def _frame(request: HttpRequest, application: Application) -> dict[str, Any]:
    """What every page of the registration shows around its question."""
    round = application.round
    draft = application.status == Status.DRAFT
    return {
        "application": application,
        "round": round,
        "now": request.now,
        "until": round.registration_closes_at if draft else None,
        "closed": draft and request.now >= round.registration_closes_at,
        "soon": draft and timedelta() < round.registration_closes_at - request.now < SOON,
    }


def _question(request: HttpRequest, application: Application, form: Form, *, caption: str, question: str, **further: Any) -> HttpResponse:
    context = {**_frame(request, application), "form": form, "caption": caption, "question": question, **further}
    return render(request, "recruitment/applicant/question.html", context)


def _page_of(key: str, pk: int) -> str:
    named = {"profile": "identity", "papers": "papers", "declarations": "declarations"}
    return reverse(f"recruitment:{named[key]}", args=[pk]) if key in named else reverse("recruitment:section", args=[pk, key])


def _parts(rules: tuple[Rule, ...]) -> list[tuple[Rule, ...]]:
    """The questions in pages of nearly equal length; the last keeps room for the two boxes."""
    pages = ceil((len(rules) + 1) / QUESTIONS_A_PAGE)
    size, longer = divmod(len(rules), pages)
    starts = [page * size + min(page, longer) for page in range(pages + 1)]
    return [rules[first:last] for first, last in zip(starts, starts[1:], strict=False)]


def _with_links(part: answers.Part, pk: int) -> dict[str, Any]:
    change = _page_of(part.key, pk) + ("?change=1" if part.key == "profile" else "")
    return {"title": part.title, "change": change, "rows": [{"label": label, "value": value} for label, value in part.rows]}
