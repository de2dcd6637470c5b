"""Decisions on contracts that run out, for one or many at once: proposed, decided, signed; each with a preview of what it makes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureaus import clock
from bureaus.access import OneHand, requires
from bureaus.requests import SignedInRequest
from documents.delivery import hand_out
from documents.uploads import Accept, UnfitFile, receive
from evaluation import actions, radar
from evaluation.forms.contracts import ProposalForm, ReturnForm, SignForm
from evaluation.models import Renewal
from evaluation.views.asking import act, each, names_of, seen_of
from policy.powers import Power

LISTED = "evaluation:contracts"
NONE_CHOSEN = "请先勾选合同，再点下面的按钮。"
CONSEQUENCES = (
    "审定以后，续聘的拟好新合同，等本人和负责人签订；不续聘的到最后工作日终止合同、结束任职、记台账离岗。",
    "本人收到通知，写明理由。",
)
MOST = 50
Refused = tuple[radar.Row, str]


@requires(Power.RENEWAL_PREPARE)
def propose(request: SignedInRequest) -> HttpResponse:
    """What each chosen contract would become and which cannot be proposed; then propose all. What is refused stays on the page."""
    rows = _chosen(request)
    if not rows:
        messages.error(request, NONE_CHOSEN)
        return redirect(LISTED)
    refused: list[Refused] = [(row, row.why_not_proposed) for row in rows if row.why_not_proposed]
    going = [row for row in rows if not row.why_not_proposed]
    sent = request.method == "POST" and "confirmed" in request.POST
    forms = [ProposalForm(request.POST if sent else None, request.FILES if sent else None, row=row) for row in going]
    done = []
    valid = [form.is_valid() for form in forms]  # every form, so that each says what is missing
    if sent and all(valid):
        done = [form.row for form in forms if _propose(request, form)]
        if done:
            messages.success(request, f"已提出 {len(done)} 份意见，等负责人审定：{names_of(done, _person)}。")
        if len(done) == len(forms):
            return redirect(LISTED)
    context = {"forms": [form for form in forms if form.row not in done], "refused": refused, "cancel_url": reverse(LISTED)}
    return render(request, "evaluation/contracts/propose.html", context)


@requires(Power.RENEWAL_CONFIRM)
@require_POST
def decide(request: SignedInRequest) -> HttpResponse:
    """What each proposal makes, in one sentence; then decide all of them as proposed."""
    fitting, refused = _sorted(request, _chosen(request), radar.Stage.PROPOSED, "没有待审定的意见。")
    fitting, own = _without_own(request, fitting)
    refused += own
    if "confirmed" in request.POST:
        return each(request, fitting, _confirm(request), name=_person, done="已审定 {n} 份：{names}。", back=LISTED)
    seen = {row.contract.pk: row.decision.version for row in fitting if row.decision}
    context = {
        "heading": f"审定续聘意见：{len(fitting)} 份",
        "rows": [(row, row.decision, radar.becomes(row.decision, row), seen[row.contract.pk]) for row in fitting if row.decision],
        "refused": refused,
        "consequences": [
            "审定以后，续聘的拟好新合同，等本人和负责人签订；不续聘的到最后工作日终止合同、结束任职、记台账离岗。",
            "本人收到通知，写明理由。",
        ],
        "label": f"审定这 {len(fitting)} 份",
        "action": reverse("evaluation:renewals_decide"),
    }
    return render(request, "evaluation/contracts/decide.html", context)


@requires(Power.CONTRACT_SIGN)
@require_POST
def sign(request: SignedInRequest) -> HttpResponse:
    """The next contracts, drawn up and signed by the people themselves; one day for all that are signed here."""
    fitting, refused = _sorted(request, _chosen(request), radar.Stage.SIGNING, "没有待签订的续订合同。")
    sent = "confirmed" in request.POST
    form = SignForm(request.POST if sent else None, initial={"signed_on": clock.today(request.now)})
    if sent and form.is_valid():
        day = form.cleaned_data["signed_on"]
        return each(
            request,
            fitting,
            lambda row: actions.sign_next(contract=row.draft, signed_on=day, by=request.user, now=request.now),  # type: ignore[arg-type]
            name=_person,
            done="已签订 {n} 份：{names}。数额台账不变，任职继续。",
            back=LISTED,
        )
    context = {
        "heading": f"签订续订的合同：{len(fitting)} 份",
        "rows": [(row, row.draft) for row in fitting],
        "refused": refused,
        "form": form,
        "label": f"登记这 {len(fitting)} 份已签订",
        "action": reverse("evaluation:renewals_sign"),
    }
    return render(request, "evaluation/contracts/sign.html", context)


@requires(Power.RENEWAL_CONFIRM)
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """A proposal goes back to the clerk, with a reason."""
    renewal = _find(request, pk)
    form = ReturnForm(request.POST or None, initial={"seen": renewal.version})
    return act(
        request,
        form,
        actions.return_renewal,
        {"renewal": renewal},
        heading=f"退回意见：{renewal.contract.assistant}",
        label="退回",
        back=reverse("evaluation:contract", args=[renewal.contract_id]),
        intro="退回以后由经办人重新提出，原来的意见和退回的理由保留。",
        done="意见已退回经办人。",
    )


@requires(Power.RENEWAL_PREPARE, Power.RENEWAL_CONFIRM)
@require_safe
def request_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The person's own written wish for a fixed term."""
    renewal = _find(request, pk)
    if renewal.request is None:
        raise Http404
    return hand_out(renewal.request, inline=True)


def _find(request: SignedInRequest, pk: int) -> Renewal:
    return get_object_or_404(Renewal.objects.visible_to(request.user).select_related("contract__assistant", "request"), pk=pk)


def _chosen(request: SignedInRequest) -> list[radar.Row]:
    """The ticked contracts that are in being, in the order of the list; one contract may be named in the address."""
    given = [*request.POST.getlist("chosen"), *request.GET.getlist("contract")]
    keys = [int(key) for key in given if key.isdecimal() and len(key) < 10][:MOST]
    today = clock.today(request.now)
    return radar.rows_of(radar.contracts(request.user, today=today, within=None).filter(pk__in=keys), today) if keys else []


def _sorted(request: SignedInRequest, rows: list[radar.Row], stage: radar.Stage, why: str) -> tuple[list[radar.Row], list[Refused]]:
    if not rows:
        messages.error(request, NONE_CHOSEN)
    return [row for row in rows if row.stage == stage], [(row, why) for row in rows if row.stage != stage]


def _without_own(request: SignedInRequest, rows: list[radar.Row]) -> tuple[list[radar.Row], list[Refused]]:
    """What somebody proposed is not theirs to decide."""
    own = [row for row in rows if row.decision and row.decision.proposed_by_id == request.user.pk]
    return [row for row in rows if row not in own], [(row, str(OneHand())) for row in own]


def _person(row: radar.Row) -> object:
    return row.person


def _propose(request: SignedInRequest, form: ProposalForm) -> bool:
    upload = form.cleaned_data.get("request")
    try:
        kept = receive(upload, by=request.user, now=request.now, accept=Accept.PAPER) if upload else None
        actions.propose_renewal(contract=form.row.contract, request=kept, by=request.user, now=request.now, **form.said)
    except (*actions.PROBLEMS, UnfitFile) as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _confirm(request: SignedInRequest) -> Any:
    """Decide one row as it was seen."""

    def confirm(row: radar.Row) -> None:
        seen = seen_of(request, row.contract.pk)
        actions.confirm_renewal(renewal=row.decision, by=request.user, seen=seen, now=request.now)  # type: ignore[arg-type]

    return confirm
