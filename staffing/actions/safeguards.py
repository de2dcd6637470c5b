"""Budget and pay scheme (四(三)): filled in by the clerk, agreed by the head or by 人社局, frozen; a change is a new edition."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from bureaus import audit, outbox
from bureaus.access import require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import County, User
from documents.models import StoredFile
from policy.powers import Power, Role
from policy.safeguards import problems
from staffing.models import Budget, PayScheme
from staffing.models.safeguards import PAY

Row = TypeVar("Row", Budget, PayScheme)

AGREES: dict[type, tuple[Power, Role]] = {
    Budget: (Power.BUDGET_CONFIRM, Role.COUNTY_HEAD),
    PayScheme: (Power.PAY_AGREE, Role.COUNTY_HR),
}


@action
def begin_budget(*, county: County, year: int, by: User, now: datetime) -> Budget:
    """Open the next edition of a year's budget, with the figures of the one before."""
    _require_own(county, by)
    last = Budget.objects.filter(county=county, year=year).order_by("-edition").first()
    budget = Budget(county=county, year=year, entered_by=by, saved_at=now)
    if last is not None:
        budget.edition, budget.personnel, budget.public_funds = last.edition + 1, last.personnel, last.public_funds
    budget.save()
    audit.record(by=by, verb="begin_budget", about=budget, at=now, year=year, edition=budget.edition)
    return budget


@action
def save_budget(
    *,
    budget: Budget,
    personnel: Decimal | None,
    public_funds: Decimal | None,
    paper_number: str,
    note: str,
    by: User,
    seen: int,
    now: datetime,
    document: StoredFile | None = None,
) -> Budget:
    """Fill in what is known. Saving takes back an offer: nobody agrees on figures that move."""
    budget = _open(budget, Power.SAFEGUARD_EDIT, by, seen)
    budget.personnel, budget.public_funds, budget.note = personnel, public_funds, note.strip()
    _keep(budget, paper_number, document, by, now)
    audit.record(by=by, verb="save_budget", about=budget, at=now, version=budget.version)
    return budget


@action
def begin_pay_scheme(*, county: County, by: User, now: datetime) -> PayScheme:
    """Open the next scheme, with the figures of the one before and without its effective day."""
    _require_own(county, by)
    scheme = PayScheme(county=county, entered_by=by, saved_at=now)
    last = PayScheme.objects.agreed().filter(county=county).order_by("-effective_from").first()
    if last is not None:
        for name in (*PAY, "allowances", "growth", "insurance", "leave"):
            setattr(scheme, name, getattr(last, name))
    scheme.save()
    audit.record(by=by, verb="begin_pay_scheme", about=scheme, at=now)
    return scheme


@action
def save_pay_scheme(
    *,
    scheme: PayScheme,
    effective_from: date | None,
    amounts: dict[str, Decimal | None],
    allowances: list[tuple[str, Decimal]],
    growth: str,
    insurance: str,
    leave: str,
    paper_number: str,
    by: User,
    seen: int,
    now: datetime,
    document: StoredFile | None = None,
) -> PayScheme:
    """Fill in what is known. Saving takes back an offer: nobody agrees on figures that move."""
    scheme = _open(scheme, Power.SAFEGUARD_EDIT, by, seen)
    for name in PAY:
        setattr(scheme, name, amounts[name])
    scheme.effective_from = effective_from
    scheme.allowances = [{"name": name, "amount": str(amount)} for name, amount in allowances]
    scheme.growth, scheme.insurance, scheme.leave = growth.strip(), insurance.strip(), leave.strip()
    _keep(scheme, paper_number, document, by, now)
    audit.record(by=by, verb="save_pay_scheme", about=scheme, at=now, version=scheme.version)
    return scheme


@action
def offer_safeguard(*, row: Row, by: User, seen: int, now: datetime) -> Row:
    """Lay it before the second hand, once it is complete.

    :raises Impossible: with what is missing or does not fit.
    """
    row = _open(row, Power.SAFEGUARD_EDIT, by, seen)
    _require_sound(row)
    row.offered_at = now
    row.return_reason = ""
    _save(row)
    people = User.objects.filter(county=row.county_id, role=AGREES[type(row)][1], is_active=True)
    outbox.tell_each("safeguard_offered", [(person, row, {}) for person in people], due=now, occasion=str(row.version))
    audit.record(by=by, verb="offer_safeguard", about=row, at=now, version=row.version)
    return row


@action
def agree_safeguard(*, row: Row, by: User, seen: int, now: datetime) -> Row:
    """The head agrees on a budget, 人社局 on a pay scheme; from now on it is frozen. A scheme ends the one before it.

    :raises OneHand: if the same person filled it in.
    """
    row = _open(row, AGREES[type(row)][0], by, seen)
    require_another(by, row.entered_by)
    if row.offered_at is None:
        raise Impossible("经办人还没有提交，暂不能核定。")
    _require_sound(row)
    if isinstance(row, PayScheme):
        _end_earlier(row, by, now)
    row.agreed_by = by
    row.agreed_at = now
    _save(row)
    outbox.tell("safeguard_agreed", to=row.entered_by, about=row, due=now)
    audit.record(by=by, verb="agree_safeguard", about=row, at=now, version=row.version)
    return row


@action
def return_safeguard(*, row: Row, reason: str, by: User, seen: int, now: datetime) -> Row:
    """Give it back to the clerk, with the reason."""
    row = _open(row, AGREES[type(row)][0], by, seen)
    if row.offered_at is None:
        raise Impossible("经办人还没有提交，不需要退回。")
    if not reason.strip():
        raise Impossible("请写明退回的理由，经办人才知道改哪里。")
    row.offered_at = None
    row.return_reason = reason.strip()
    _save(row)
    outbox.tell("safeguard_returned", to=row.entered_by, about=row, due=now, occasion=str(row.version), reason=row.return_reason)
    audit.record(by=by, verb="return_safeguard", about=row, at=now, version=row.version)
    return row


def _require_own(county: County, by: User) -> None:
    require(by, Power.SAFEGUARD_EDIT)
    if by.county_id != county.pk:
        raise Impossible("只能填报本县（区）的经费和待遇。")


def _open(row: Any, power: Power, by: User, seen: int) -> Any:
    row = type(row).objects.select_related("county", "entered_by").locked(row.pk, seen=seen)
    require(by, power, about=row)
    if row.agreed_at is not None:
        raise Impossible("已经核定，不能再改。如需调整，请另行填报新的一版。")
    return row


def _keep(row: Budget | PayScheme, paper_number: str, document: StoredFile | None, by: User, now: datetime) -> None:
    row.paper_number = paper_number.strip()
    if document is not None:
        row.document = document
    row.entered_by = by
    row.saved_at = now
    row.offered_at = None
    _save(row)


def _save(row: Budget | PayScheme) -> None:
    row.version += 1
    row.save()


def _require_sound(row: Budget | PayScheme) -> None:
    if row.missing:
        raise Impossible(f"还没有填完：{'、'.join(row.missing)}。没有的数额填 0。")
    if isinstance(row, Budget):
        if row.document_id is None:
            raise Impossible("请上传预算文件（批复或预算表），再提交。")
    elif row.pay is not None and (found := problems(row.pay, growth=row.growth)):
        raise Impossible("".join(found))


def _end_earlier(scheme: PayScheme, by: User, now: datetime) -> None:
    agreed = PayScheme.objects.agreed().filter(county=scheme.county_id)
    later = agreed.filter(effective_from__gte=scheme.effective_from).order_by("-effective_from").first()
    if later is not None:
        raise Impossible(f"已有 {later.effective_from} 起生效的薪酬方案，新方案的生效日期须晚于这一天。")
    assert scheme.effective_from is not None  # noqa: S101 - complete, or it would not have come here
    for earlier in agreed.in_force(scheme.effective_from).select_for_update(of=("self",)):
        earlier.effective_to = scheme.effective_from - timedelta(days=1)
        _save(earlier)
        audit.record(by=by, verb="agree_safeguard", about=earlier, at=now, effective_to=earlier.effective_to, version=earlier.version)
