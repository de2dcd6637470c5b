"""One application in review: the papers, the checklist, the first opinion and the second person's."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bureaus.access import OneHand, holds, requires
from bureaus.requests import SignedInRequest
from documents.delivery import hand_out, hand_out_page
from documents.pdfs import NotDrawn
from documents.uploads import PDF
from policy.conditions import conditional
from policy.powers import Power
from policy.revocation import REVOCATION
from recruitment import actions, assessment, dossier, eligibility, presence, queue, revocation, settled
from recruitment.forms.review import RecusalForm, RevealForm, ReviewForm, SendBackForm
from recruitment.models import Application, Attachment, Entry, Status
from recruitment.views.queue import filtered, kept

DECISIONS = {"passed": "通过", "returned": "退回补正", "failed": "不通过"}
REFUSALS = ("returned", "failed")


@requires(Power.REVIEW, Power.REVIEW_CONFIRM)
def application(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything about one application, with the decision that is due from this person."""
    found = find_application(request, pk)
    return _page(request, found, _form(request, found))


@requires(Power.REVIEW)
@require_POST
def application_review(request: SignedInRequest, pk: int) -> HttpResponse:
    """The first opinion. A refusal or return is asked for its reason on the way; what was typed is kept whatever happens."""
    found = find_application(request, pk)
    decision = request.POST.get("decision", "")
    form = _form(request, found)
    if request.POST.get("fill"):
        return _page(
            request, found, _form(request, found, initial=_typed(request, form) | {f"answer_{rule.key}": True for rule in form.open_rules})
        )
    if decision not in DECISIONS or (decision in REFUSALS and "reason" not in request.POST):
        return _page(request, found, _form(request, found, initial=_typed(request, form)), refusal=decision if decision in REFUSALS else "")
    form = _form(request, found, request.POST)
    following = queue.place(filtered(request)[1], found).following
    if form.is_valid() and decision in REFUSALS:
        form.explain()
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.enter_review(
                application=found,
                decision=decision,
                answers=form.answers(),
                reason=said["reason"],
                sentence=said["sentence"],
                seen=said["seen"],
                by=request.user,
                now=request.now,
            )
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
            found = find_application(request, pk)
            form.renew(found)
        else:
            messages.success(request, f"{found.name}：已录入“{DECISIONS[decision]}”，等另一位工作人员复核。")
            request.session["undo"] = {"pk": pk, "name": found.name}
            presence.leave(found, request.user)
            return _onward(request, following)
    return _page(request, found, form, refusal=decision if decision in REFUSALS else "")


@requires(Power.REVIEW_CONFIRM)
@require_POST
def application_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second person agrees: the opinion becomes final and the applicant is told."""
    found = find_application(request, pk)
    entry = _entry(request, found)
    if entry is None:
        return _too_late(request, found)
    following = queue.place(filtered(request)[1], found).following
    try:
        actions.confirm_entry(entry=entry, seen=int(request.POST.get("seen", "0")), by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
        return redirect(_address(request, pk))
    presence.leave(found, request.user)
    messages.success(request, f"{found.name}：已复核，结论为“{entry.word}”。")
    return _onward(request, following)


@requires(Power.REVIEW_CONFIRM)
def application_send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second person does not agree and says why; the first opinion goes."""
    found = find_application(request, pk)
    entry = _entry(request, found)
    if entry is None:
        return _too_late(request, found)
    form = SendBackForm(request.POST or None)
    if form.is_valid():
        following = queue.place(filtered(request)[1], found).following
        try:
            actions.send_back_entry(entry=entry, reason=form.cleaned_data["reason"], by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{found.name}：已退回{entry.entered_by.name}重新审查。")
            return _onward(request, following)
    return render(
        request,
        "recruitment/review/ask.html",
        {
            "application": found,
            "form": form,
            "heading": "不同意这条意见",
            "intro": f"{entry.entered_by.name}的意见是“{entry.word}”。退回后这条意见作废，由初审人重新审查。",
            "label": "不同意，退回",
            "cancel_url": _address(request, pk),
        },
    )


@requires(Power.REVIEW, Power.REVOKE)
@require_POST
def application_take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Undo one's own opinion while nobody has confirmed it; the application opens again to be decided."""
    found = find_application(request, pk)
    stage = REVOCATION if request.POST.get("stage") == REVOCATION else "review"
    entry = Entry.objects.visible_to(request.user).filter(application=found, stage=stage).first()
    try:
        if entry is None:
            raise actions.Impossible(settled.sentence(found, stage))
        actions.take_back_entry(entry=entry, by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"{found.name}：已撤回“{entry.word}”，可以重新办理。")
    return redirect("recruitment:revocation", pk) if stage == REVOCATION else redirect(_address(request, pk))


@requires(Power.REVIEW, Power.REVIEW_CONFIRM)
def application_file(request: SignedInRequest, pk: int, attachment: int) -> HttpResponse:
    """One paper of an application; a picture is shown in the page, anything else is saved."""
    found = get_object_or_404(
        Attachment.objects.visible_to(request.user).exclude(application__status=Status.DRAFT).select_related("file"),
        pk=attachment,
        application=pk,
    )
    return hand_out(found.file, inline=True)


@requires(Power.REVIEW, Power.REVIEW_CONFIRM)
def application_file_page(request: SignedInRequest, pk: int, attachment: int, number: int) -> HttpResponse:
    """One page of a PDF as a picture: what a PDF carries beside its looks never reaches the reviewer's browser."""
    found = get_object_or_404(
        Attachment.objects.visible_to(request.user).exclude(application__status=Status.DRAFT).select_related("file"),
        pk=attachment,
        application=pk,
        file__media_type=PDF,
    )
    try:
        return hand_out_page(found.file, number)
    except NotDrawn as fault:
        raise Http404("这一页显示不出来，请下载后查看。") from fault


@requires(Power.PERSONAL_DATA_REVEAL)
@never_cache
def application_reveal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Full numbers for a stated reason: shown once, in this answer, and recorded."""
    found = find_application(request, pk)
    form = RevealForm(request.POST or None)
    revealed = None
    if form.is_valid():
        try:
            revealed = actions.reveal(application=found, occasion=form.cleaned_data["occasion"], by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
    return render(
        request, "recruitment/review/reveal.html", {"application": found, "form": form, "revealed": revealed, "back": _address(request, pk)}
    )


@requires(Power.REVIEW, Power.REVIEW_CONFIRM, Power.ASSESS)
def application_recusal(request: SignedInRequest, pk: int) -> HttpResponse:
    """The person at the desk, or the office that assesses, declares a relation and from then on decides nothing about this applicant."""
    in_office = holds(request.user, Power.ASSESS)
    found = get_object_or_404(assessment.people_of(request.user), pk=pk) if in_office else find_application(request, pk)
    form = RecusalForm(request.POST or None)
    if form.is_valid():
        try:
            actions.declare_relative(
                application=found, staff=request.user, relation=form.cleaned_data["relation"], by=request.user, now=request.now
            )
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已登记您与{found.name}的回避关系，这份报名由其他工作人员办理。")
            return redirect("recruitment:assessment") if in_office else _onward(request, None)
    barred = "填写考核意见，已经填写的作废，由本所其他人员填写" if in_office else "审查、复核这份报名"
    return render(
        request,
        "recruitment/review/ask.html",
        {
            "application": found,
            "form": form,
            "heading": "申报回避",
            "intro": f"与报名人有下列关系的，不能{barred}。申报后不能撤销。",
            "label": "申报回避",
            "cancel_url": reverse("recruitment:opinion", args=[pk]) if in_office else _address(request, pk),
            "back": "考核意见" if in_office else "报名",
        },
    )


def find_application(request: SignedInRequest, pk: int) -> Application:
    """A submitted application that this person may see, with what its pages read; 404 otherwise."""
    rows = Application.objects.visible_to(request.user).submitted()
    return get_object_or_404(
        rows.select_related("round__county", "round__intake", "round__scheme", "vacancy__line__office", "applicant"), pk=pk
    )


def _entry(request: SignedInRequest, found: Application) -> Entry | None:
    return Entry.objects.visible_to(request.user).select_related("entered_by").filter(application=found, stage="review").first()


def _too_late(request: SignedInRequest, found: Application) -> HttpResponse:
    """Somebody else has settled it: who, when and with what conclusion, above the page as it stands now."""
    messages.error(request, settled.sentence(found, "review"))
    return redirect(_address(request, found.pk))


def _form(request: SignedInRequest, found: Application, data: Any = None, *, initial: dict[str, Any] | None = None) -> ReviewForm:
    return ReviewForm(
        data,
        initial={"seen": found.version, **(initial or {})},
        rules=eligibility.rules_of(found.round),
        open_findings=eligibility.verdict(found).open,
    )


def _typed(request: SignedInRequest, form: ReviewForm) -> dict[str, Any]:
    """What the person had filled in when another button than the deciding one was pressed."""
    return {name: request.POST[name] for name in form.fields if name in request.POST and name != "seen"}


def _page(request: SignedInRequest, found: Application, form: ReviewForm, *, refusal: str = "") -> HttpResponse:
    entry = found.entries.filter(stage="review").select_related("entered_by").first()
    answers = entry.answers if entry else {}
    verdict = eligibility.verdict(found, answers)
    related = found.is_relative_of(request.user)
    is_open = found.stage == "review" and found.status in (Status.ACTIVE, Status.RETURNED)
    for name in ("reason", "sentence") if refusal else ():
        form.fields[name].required = True  # asked for only now, so only now not 选填
    if refusal and not form.is_bound:
        form.initial = {**dossier.suggestion(found, verdict, refusal), **form.initial}
    return render(
        request,
        "recruitment/review/application.html",
        {
            "application": found,
            "place": queue.place(filtered(request)[1], found),
            "kept": kept(request.GET),
            "papers": dossier.papers(found),
            "checks": dossier.checks(found, verdict, form, answered=entry is not None),
            "merits": dossier.merits(found),
            "facts": dossier.facts(found),
            "history": dossier.history(found),
            "entry": entry,
            "opinion": dossier.opinion(entry) if entry else None,
            "form": form,
            "refusal": refusal,
            "refusal_label": DECISIONS.get(refusal, ""),
            "letters": dossier.letters(found, refusal, form, request.now) if refusal else [],
            "sends": dossier.letter_of(entry, request.now) if entry else None,
            "may_decide": entry is None and is_open and not related and holds(request.user, Power.REVIEW),
            "only_refusal": found.status == Status.RETURNED,
            "may_confirm": entry is not None and entry.entered_by_id != request.user.pk and not related,
            "one_hand": str(OneHand()) if entry is not None and entry.entered_by_id == request.user.pk else "",
            "related": related,
            "others": presence.come(found, request.user, request.now) if is_open else [],
            "undo": request.session.pop("undo", None),
            "conditional": conditional(),
            "may_revoke": holds(request.user, Power.REVOKE) and not revocation.why_not(found),
            "revoking": revocation.waiting(found),
            "may_reveal": holds(request.user, Power.PERSONAL_DATA_REVEAL),
            "state": dossier.state(found, entry),
            "namesake": dossier.namesake(found, request.user),
        },
    )


def _address(request: SignedInRequest, pk: int) -> str:
    return reverse("recruitment:application", args=[pk]) + kept(request.GET)


def _onward(request: SignedInRequest, following: int | None) -> HttpResponse:
    """After a decision the next one opens by itself; after the last, the list."""
    if following is not None:
        return redirect(_address(request, following))
    return redirect(reverse("recruitment:applications") + kept(request.GET))
