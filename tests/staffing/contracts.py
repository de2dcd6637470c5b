"""Factories for contracts over time: somebody hired, the contract that follows, what protects them."""

from datetime import date, datetime, timedelta

from bureaus import clock
from policy.powers import Role
from staffing import actions
from staffing.models import Contract, PlanLine, Protection
from tests.staffing.factories import make_assistant, make_document, staff


def at(day: date) -> datetime:
    """Noon of a day in Beijing."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=clock.BEIJING)


def hired(line=None, **facts) -> Contract:
    """The signed contract of somebody just hired: 2024-03-01 to 2027-02-28."""
    return make_assistant(line, **facts).contracts.get()


def clerk(row):
    return staff(row.county, Role.COUNTY_CLERK)


def head(row):
    return staff(row.county, Role.COUNTY_HEAD)


def drawn_up(contract, *, term_months=36, starts_on=None, now=None, **others) -> Contract:
    return actions.prepare_renewal(
        contract=contract,
        reference=f"续聘 {contract.pk}",
        starts_on=starts_on or contract.ends_on + timedelta(days=1),
        term_months=term_months,
        prepared_by=clerk(contract),
        by=head(contract),
        now=now or at(contract.ends_on - timedelta(days=30)),
        **others,
    )


def renewed(contract, **others) -> Contract:
    following = drawn_up(contract, **others)
    signed_on = following.starts_on - timedelta(days=10)
    return actions.sign_renewal(contract=following, signed_on=signed_on, by=head(contract), now=at(signed_on))


def ended(contract, *, ground="expired", last_day=None, now=None) -> Contract:
    last_day = last_day or contract.ends_on
    return actions.end_contract(contract=contract, ground=ground, last_day=last_day, by=head(contract), now=now or at(last_day))


def protected(contract, *, kind="motherhood", first_day, last_day=None) -> Protection:
    by = clerk(contract)
    return actions.enter_protection(
        assistant=contract.assistant,
        kind=kind,
        first_day=first_day,
        last_day=last_day,
        evidence=make_document(by),
        by=by,
        now=at(first_day),
    )


def counted(line) -> tuple[int, int]:
    """How many the ledger says were hired and have left."""
    use = PlanLine.objects.with_use().get(pk=line.pk).use("public")
    return use.filled, use.released
