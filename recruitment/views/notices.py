"""Notices of a round on their way to the public: drawn up, signed by both bureaus, posted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureaus.access import holds, requires
from bureaus.requests import SignedInRequest
from documents.exports import export
from policy.powers import Power
from policy.tracks import NOTICES
from recruitment import actions, changes, course, tables
from recruitment.forms.rounds import ChangeForm, ReturnForm, SeenForm, TypedNameForm
from recruitment.models import PublicNotice, Round
from recruitment.views.frame import find_round, framed


@requires(Power.ROUND_VIEW)
def round_notices(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every notice the round owes, and how far each has come."""
    round = find_round(request, pk)
    return _list(request, round)


@requires(Power.ROUND_VIEW)
@require_safe
def notices_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same notices as a spreadsheet."""
    round = find_round(request, pk)
    return export(request, tables.notices_table(round, course.notices(round)), filename=f"{round.title}公告公示.xlsx")


@requires(Power.NOTICE_PREPARE)
@require_POST
def notice_prepare(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Draw a notice up from what the round holds; what is still missing is named on the list."""
    round = find_round(request, pk)
    if kind not in NOTICES:
        raise Http404
    try:
        notice = actions.prepare_notice(round=round, kind=kind, by=request.user, now=request.now)
    except actions.Blocked as blocked:
        return _list(request, round, kind=kind, reasons=course.mended(blocked.reasons, round))
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
        return redirect("recruitment:round_notices", pk=pk)
    messages.success(request, "已拟好，请核对全文；司法局负责人签发、人社局会签后可以发布。")
    return redirect("recruitment:desk_notice", pk=notice.pk)


@requires(Power.NOTICE_PREPARE)
def notice_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Draw up a 变更公告 of the announcement that stands; its difference is shown before anybody signs."""
    round = find_round(request, pk)
    form = ChangeForm(request.POST or None, initial=ChangeForm.of(round))
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            drawn_up = actions.prepare_change(
                round=round, reason=said.pop("reason"), seen=said.pop("seen"), changes=said, by=request.user, now=request.now
            )
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "变更公告已拟好，请核对变更之处；司法局负责人签发、人社局会签后可以发布。")
            return redirect("recruitment:desk_notice", pk=drawn_up.pk)
    context = framed(round, "拟变更公告", ("公告公示", reverse("recruitment:round_notices", args=[pk])), form=form, now=request.now)
    return render(request, "recruitment/rounds/notice_change.html", context)


@requires(Power.ROUND_VIEW)
def notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """The full text as the public will read it, and beside it the signatures and what is due."""
    found = _notice(request, pk)
    signs = _signs(request, found)
    return render(
        request,
        "recruitment/rounds/notice.html",
        {
            **framed(
                found.round,
                NOTICES[found.kind].titled(found.round.intake.track),
                ("公告公示", reverse("recruitment:round_notices", args=[found.round_id])),
            ),
            "notice": found,
            "kind": _title(found),
            **course.notice_word(found),
            "signs": signs,
            "own": bool(signs) and found.prepared_by_id == request.user.pk,
            "form": SeenForm(initial={"seen": found.version}),
            "may_prepare": found.posted_at is None and holds(request.user, Power.NOTICE_PREPARE),
            "changes": changes.between(found, found.replaces) if found.replaces else [],
            "may_post": found.posted_at is None
            and bool(found.head_signed_by_id and found.hr_signed_by_id)
            and holds(request.user, Power.ROUND_PUBLISH),
        },
    )


@requires(Power.NOTICE_SIGN_HEAD, Power.NOTICE_SIGN_HR)
@require_POST
def notice_sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """签发 or 会签, by the role of the one who signs, on the text that was on the screen."""
    found = _notice(request, pk)
    form = SeenForm(request.POST)
    try:
        actions.sign_notice(notice=found, seen=form.cleaned_data["seen"] if form.is_valid() else 0, by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "已签发。" if holds(request.user, Power.NOTICE_SIGN_HEAD) else "已会签。")
    return redirect("recruitment:desk_notice", pk=pk)


@requires(Power.NOTICE_SIGN_HEAD, Power.NOTICE_SIGN_HR)
def notice_return(request: SignedInRequest, pk: int) -> HttpResponse:
    """Back to the clerk with a reason."""
    found = _notice(request, pk)
    form = ReturnForm(request.POST or None, initial={"seen": found.version})
    if form.is_valid():
        try:
            actions.return_notice(
                notice=found, reason=form.cleaned_data["reason"], seen=form.cleaned_data["seen"], by=request.user, now=request.now
            )
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已退回{found.prepared_by.name}，理由已通知本人。")
            return redirect("recruitment:round_notices", pk=found.round_id)
    return render(
        request,
        "recruitment/rounds/notice_return.html",
        {"notice": found, "round": found.round, "form": form, "cancel_url": reverse("recruitment:desk_notice", args=[pk])},
    )


@requires(Power.ROUND_PUBLISH)
def notice_post(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page before a notice becomes public: what, for whom, from when; the announcement's round is typed by name."""
    found = _notice(request, pk)
    back = reverse("recruitment:desk_notice", args=[pk])
    if found.posted_at is not None:
        return redirect(back)
    form: SeenForm
    title = _title(found)
    if found.kind == "announcement":
        form = TypedNameForm(request.POST or None, initial={"seen": found.version}, name=found.round.title)
    else:
        form = SeenForm(request.POST or None, initial={"seen": found.version})
    reasons: list[Any] = []
    if form.is_valid():
        try:
            posted = actions.post_notice(notice=found, seen=form.cleaned_data["seen"], by=request.user, now=request.now)
        except actions.Blocked as blocked:
            reasons = course.mended(blocked.reasons, found.round)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{posted.paper_number} 已发布，公文正在排版。")
            return redirect(back)
    return render(
        request,
        "recruitment/rounds/close.html",
        {
            "round": found.round,
            "heading": f"发布{title}",
            "consequences": course.posting(found, request.now),
            "irreversible": "发布后不能撤回，内容不能修改。",
            "blockers": reasons,
            "form": form,
            "label": f"发布{title}",
            "cancel_url": back,
        },
    )


def _list(request: SignedInRequest, round: Round, *, kind: str = "", reasons: Any = ()) -> HttpResponse:
    return render(
        request,
        "recruitment/rounds/notices.html",
        {
            **framed(round, "公告公示"),
            "page": "round_notices",
            "may_edit": round.announced_at is None and holds(request.user, Power.ROUND_EDIT),
            "notices": course.notices(round),
            "may_prepare": holds(request.user, Power.NOTICE_PREPARE),
            "may_change": round.announced_at is not None and round.finished_at is None and holds(request.user, Power.NOTICE_PREPARE),
            "kind": NOTICES[kind].titled(round.intake.track) if kind else "",
            "reasons": reasons,
        },
    )


def _notice(request: SignedInRequest, pk: int) -> PublicNotice:
    rows = PublicNotice.objects.visible_to(request.user)
    wanted = rows.select_related(
        "round__county", "round__intake", "round__scheme", "prepared_by", "head_signed_by", "hr_signed_by", "paper", "replaces"
    )
    return get_object_or_404(wanted, pk=pk)


def _title(found: PublicNotice) -> str:
    return "变更公告" if found.is_change else NOTICES[found.kind].titled(found.round.intake.track)


def _signs(request: SignedInRequest, found: PublicNotice) -> str:
    """签发 or 会签, where this person's signature is what the notice waits for; else nothing."""
    if found.posted_at is not None:
        return ""
    if holds(request.user, Power.NOTICE_SIGN_HEAD) and found.head_signed_by_id is None:
        return "签发"
    return "会签" if holds(request.user, Power.NOTICE_SIGN_HR) and found.hr_signed_by_id is None else ""
