"""Registration page by page: each page saves what it asks, in any order, and nothing typed is lost."""

from itertools import pairwise
from math import ceil
from typing import Any, NamedTuple
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bureaus import clock
from bureaus.access import holds, requires
from bureaus.requests import SignedInRequest
from bureaus.sessions import keeps_typed
from documents.models import PaperKind
from policy.powers import Power
from policy.rules import Rule
from recruitment import actions, answers, eligibility, reuse
from recruitment import registration as reading
from recruitment.documents import paper_of, review_until
from recruitment.forms.applicant import (
    DeclarationForm,
    EducationForm,
    ExperienceForm,
    IdentityForm,
    ResidenceForm,
    SubmitForm,
    VacancyForm,
)
from recruitment.models import Application, Profile, Round, Vacancy
from recruitment.views.draft import EDITABLE, WHOLE, find_editable, find_own, frame, said

QUESTIONS_A_PAGE = 4


class Section(NamedTuple):
    """A page whose answers lie on the application itself."""

    form: type[Form]
    question: str


SECTIONS = {
    "vacancy": Section(VacancyForm, "您报考哪个岗位"),
    "education": Section(EducationForm, "您的最高学历"),
    "residence": Section(ResidenceForm, "您的户籍和居住地"),
    "experience": Section(ExperienceForm, "您的经历和优先条件"),
}
ORDER = ("profile", "vacancy", "education", "residence", "experience", "papers", "declarations")
FROM_CHECK = "check"  # `?from=check`: a page opened from the check page leads back there


@login_not_required
def begin(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open the draft of this round, with the post that was chosen before, or go on with the draft that is there.

    Who has no account yet is led to open one, everybody else to sign in; both come back here.
    """
    if not request.user.is_authenticated:
        first = "account_signup" if request.GET.get("account") == "new" else settings.LOGIN_URL
        return redirect_to_login(request.get_full_path(), reverse(first))
    if not holds(request.user, Power.APPLY):
        raise PermissionDenied("报名要用报名人员的账号。您现在登录的是工作人员账号，请退出后用本人手机号码登录。")
    round = get_object_or_404(Round.objects.announced().select_related("intake", "county"), pk=pk)
    try:
        application = actions.begin_application(round=round, vacancy=_chosen(request, round), by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
        return redirect("recruitment:start", pk=pk)
    if application.status not in EDITABLE:
        return redirect("recruitment:my_application", pk=application.pk)
    # Somebody who has never applied begins with the first page; who has, is offered on the task list what was filled in then.
    untouched = application.version == 1 and _profile(request) is None
    return redirect("recruitment:identity" if untouched else "recruitment:tasks", pk=application.pk)


@requires(Power.APPLY)
def tasks(request: SignedInRequest, pk: int) -> HttpResponse:
    """The task list: what is done, what is missing, in any order."""
    application = find_editable(request, pk, *WHOLE)
    rows = reading.tasks(application, _profile(request))
    earlier = None if all(row.is_done for row in rows) else reuse.earlier(application)
    done = sum(row.is_done for row in rows)
    return render(
        request,
        "recruitment/applicant/tasks.html",
        {
            **frame(request, application),
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
            "earlier": earlier,
            "reusable": reuse.offers(application, earlier) if earlier else [],
        },
    )


@keeps_typed
@requires(Power.APPLY)
def identity(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who the person is; what was read from the number is shown back."""
    application = find_editable(request, pk)
    profile = None if request.method == "POST" else _profile(request)
    today = clock.today(request.now)
    typed = said(request)
    if typed is not None:
        form = IdentityForm(typed, today=today)
        if request.method == "POST" and form.is_valid():
            try:
                saved = actions.save_profile(by=request.user, now=request.now, **form.cleaned_data)
            except actions.PROBLEMS as problem:
                form.add_error(None, str(problem))
            else:
                born_on = f"{saved.born_on.year}年{saved.born_on.month}月{saved.born_on.day}日"
                messages.success(request, f"已从身份证号读出：出生日期 {born_on}，性别{saved.sex}。如果不对，请回到“基本信息”改正号码。")
                return redirect(_onward(request, application, "profile"))
    elif profile is not None and "change" not in request.GET:
        return render(
            request,
            "recruitment/applicant/identity.html",
            {**frame(request, application), "profile": profile, "following": _onward(request, application, "profile")},
        )
    else:
        known = {"name": profile.name, "address": profile.address} if profile else {"name": request.user.name}
        form = IdentityForm(initial=known, today=today)
    return _question(request, application, form, caption="基本信息", question="您的基本信息")


@keeps_typed
@requires(Power.APPLY)
def section(request: SignedInRequest, pk: int, section: str) -> HttpResponse:
    """One page of the draft that lies on the application itself."""
    application = find_editable(request, pk)
    pages = reading.sections_of(application.round)
    if section not in pages:
        raise Http404
    page = SECTIONS[section]
    asked: dict[str, dict[str, Any]] = {"vacancy": {"round": application.round}, "education": {"today": clock.today(request.now)}}
    fields = reading.fields_of(application, section)
    kept = {field: getattr(application, field) for field in fields}
    form = page.form(said(request), initial=kept, **asked.get(section, {}))
    for told in set(form.fields) - set(fields):
        del form.fields[told]
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_section(application=application, section=section, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(_onward(request, application, section))
    return _question(request, application, form, caption=reading.TITLES[section], question=page.question, section=section)


@keeps_typed
@requires(Power.APPLY)
def declarations(request: SignedInRequest, pk: int, part: int = 1) -> HttpResponse:
    """A few questions a page; the last page also asks for consent and pledge."""
    application = find_editable(request, pk)
    parts = _parts(eligibility.asked_of(application))
    if not 1 <= part <= len(parts):
        raise Http404
    last = part == len(parts)
    around = frame(request, application)
    kept: dict[str, Any] = {**application.declared, "relatives": application.told_relatives}
    if around["closed"]:  # nothing is asked any more, so what was ticked is shown
        kept |= {"consent": application.consented_at is not None, "pledge": application.pledged_at is not None}
    county = application.round.county.name if part == 1 else ""
    form = DeclarationForm(said(request), initial=kept, rules=parts[part - 1], promises=last, county=county)
    if request.method == "POST" and form.is_valid():
        answered = form.cleaned_data
        boxes = {name: answered.pop(name, None) for name in ("consent", "pledge", "relatives")}
        declared = {**application.declared, **answered}
        try:
            actions.declare(application=application, declared=declared, **boxes, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("recruitment:check_answers", pk=pk) if last else redirect("recruitment:declarations_part", pk=pk, part=part + 1)
    caption = f"声明与承诺（{part}/{len(parts)}）"
    return _question(request, application, form, caption=caption, question="请如实回答")


@requires(Power.APPLY)
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every answer on one page before it is submitted; a repeated click carries the same nonce and ends at the same receipt."""
    application = find_own(request, pk, *WHOLE)
    if application.status not in EDITABLE and request.method != "POST":
        return redirect("recruitment:receipt", pk=pk)
    form = SubmitForm(request.POST or None)
    if form.is_valid():
        try:
            actions.submit(application=application, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            application = find_own(request, pk, *WHOLE)
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
    profile = _profile(request)
    if profile is not None:
        application.born_on = profile.born_on  # a draft takes it over for good when it is submitted
    return render(
        request,
        "recruitment/applicant/check.html",
        {
            **frame(request, application),
            "form": form,
            "sections": [_with_links(part, pk) for part in answers.read_back(application, profile)],
            "missing": reading.missing(application, profile),
            "failed": eligibility.verdict(application).failed,
        },
    )


@requires(Power.APPLY)
def receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """The receipt: number, second of submission, what happens next."""
    application = find_own(request, pk, *WHOLE)
    if application.submitted_at is None:
        return redirect("recruitment:tasks", pk=pk)
    return render(
        request,
        "recruitment/applicant/receipt.html",
        {
            **frame(request, application),
            "paper": paper_of(request.user, PaperKind.RECEIPT, application),
            "review_until": review_until(application),
        },
    )


def _profile(request: SignedInRequest) -> Profile | None:
    return Profile.objects.visible_to(request.user).first()


def _question(
    request: SignedInRequest, application: Application, form: Form, *, caption: str, question: str, **further: Any
) -> HttpResponse:
    context = {**frame(request, application), "form": form, "caption": caption, "question": question, **further}
    return render(request, "recruitment/applicant/question.html", context)


def _chosen(request: SignedInRequest, round: Round) -> Vacancy | None:
    """The post chosen before the registration was begun; one of another round is none."""
    code = request.GET.get("vacancy", "")
    return next((vacancy for vacancy in round.vacancies.all() if vacancy.code == code), None) if code else None


def _onward(request: SignedInRequest, application: Application, key: str) -> str:
    """The page after this one: the check page for who came from there, else the next task. The post may be chosen already."""
    if request.GET.get("from") == FROM_CHECK:
        return reverse("recruitment:check_answers", args=[application.pk])
    pages = reading.sections_of(application.round)
    order = [each for each in ORDER if each not in SECTIONS or each in pages]
    following = order[order.index(key) + 1]
    if following == "vacancy" and application.vacancy_id is not None:
        following = "education"
    return _page_of(following, application.pk)


def _page_of(key: str, pk: int) -> str:
    named = {"profile": "identity", "papers": "papers", "declarations": "declarations"}
    return reverse(f"recruitment:{named[key]}", args=[pk]) if key in named else reverse("recruitment:section", args=[pk, key])


def _parts(rules: tuple[Rule, ...]) -> list[tuple[Rule, ...]]:
    """The questions in pages of nearly equal length; the last keeps room for the two boxes."""
    pages = ceil((len(rules) + 1) / QUESTIONS_A_PAGE)
    size, longer = divmod(len(rules), pages)
    starts = [page * size + min(page, longer) for page in range(pages + 1)]
    return [rules[first:last] for first, last in pairwise(starts)]


def _with_links(part: answers.Part, pk: int) -> dict[str, Any]:
    change = _page_of(part.key, pk) + f"?from={FROM_CHECK}" + ("&change=1" if part.key == "profile" else "") if part.key else ""
    return {"title": part.title, "change": change, "rows": [{"label": label, "value": value} for label, value in part.rows]}
