"""在册辅助人员: entered and corrected by the county's clerk, taken off when a contract makes somebody an assistant."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bureaus import audit, clock
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import County, JudicialOffice, User
from policy.identity import BadIdentity, read_identity
from policy.powers import Power
from staffing.models import Auxiliary, Posting, identity_hash


@dataclass(frozen=True, slots=True)
class AuxiliaryFacts:
    """What a line of 摸底表 says of somebody. `office` None is the bureau itself; an answer None is not yet known."""

    name: str
    id_number: str = field(repr=False)
    office: JudicialOffice | None
    first_day: date
    last_day: date | None = None
    education: int | None = None
    trainee: bool | None = None
    retired_or_on_unpaid_leave: bool | None = None
    insurance_movable: bool | None = None
    party_member: bool | None = None
    party_file_movable: bool | None = None


PLAIN = ("name", "office", "first_day", "last_day", "education", *Auxiliary.ANSWERS)


@action
def enter_auxiliary(*, county: County, facts: AuxiliaryFacts, by: User, now: datetime) -> Auxiliary:
    """Put somebody on the county's roster. The sex is read from the number.

    :raises Prevented: where the person stands on a roster of the city in that time.
    """
    require(by, Power.AUXILIARY_EDIT)
    if by.county_id != county.pk:
        raise Impossible("只能登记本县（区）的在册辅助人员。")
    auxiliary = Auxiliary(county=county, version=0)
    _write(auxiliary, facts, by, now)
    audit.record(by=by, verb="enter_auxiliary", about=auxiliary, at=now, first_day=facts.first_day, last_day=facts.last_day)
    return auxiliary


@action
def change_auxiliary(*, auxiliary: Auxiliary, facts: AuxiliaryFacts, by: User, seen: int, now: datetime) -> Auxiliary:
    """Correct a row, or end it by its last day. The trail names the columns and no value."""
    auxiliary = Auxiliary.objects.select_related("office", "county").locked(auxiliary.pk, seen=seen)
    require(by, Power.AUXILIARY_EDIT, about=auxiliary)
    changed = changes(auxiliary, facts)
    if not changed:
        raise Impossible("没有改动，不需要保存。")
    _write(auxiliary, facts, by, now)
    audit.record(by=by, verb="change_auxiliary", about=auxiliary, at=now, columns=changed, version=auxiliary.version)
    return auxiliary


@action
def import_auxiliaries(
    *, county: County, new: Iterable[AuxiliaryFacts], changed: Iterable[tuple[Auxiliary, AuxiliaryFacts]], by: User, now: datetime
) -> int:
    """Enter and correct what a sheet holds, the whole of it or nothing; returns how many rows. Who is not on the sheet stays."""
    corrected = [change_auxiliary(auxiliary=row, facts=facts, by=by, seen=row.version, now=now) for row, facts in changed]
    entered = [enter_auxiliary(county=county, facts=facts, by=by, now=now) for facts in new]
    return len(corrected) + len(entered)


@action
def take_off(*, county: County, id_hash: str, first_day: date, by: User, now: datetime) -> None:
    """End the row of somebody who is an assistant from `first_day` on: nobody stands on both rosters at once."""
    serving = Auxiliary.objects.on_roster(county, first_day).filter(id_hash=id_hash, first_day__lt=first_day)
    for auxiliary in serving.select_for_update(of=("self",)):
        auxiliary.last_day = first_day - timedelta(days=1)
        auxiliary.version += 1
        auxiliary.save()
        audit.record(by=by, verb="take_off_auxiliary", about=auxiliary, at=now, last_day=auxiliary.last_day, version=auxiliary.version)


def changes(auxiliary: Auxiliary, facts: AuxiliaryFacts) -> list[str]:
    """The columns in which the row differs from the facts."""
    found = [name for name in PLAIN if getattr(auxiliary, name) != getattr(facts, name)]
    return found + (["id_number"] if auxiliary.id_hash != identity_hash(facts.id_number) else [])


def _write(auxiliary: Auxiliary, facts: AuxiliaryFacts, by: User, now: datetime) -> None:
    today = clock.today(now)
    try:
        identity = read_identity(facts.id_number, today)
    except BadIdentity as fault:
        raise Impossible(str(fault)) from fault
    if facts.first_day > today:
        raise Impossible("到岗日期不能晚于今天，到岗后再登记。")
    id_hash = identity_hash(identity.number)
    _refuse_assistants(auxiliary.county, id_hash, facts)
    values: dict[str, Any] = {name: getattr(facts, name) for name in PLAIN}
    values |= {"id_number": identity.number, "id_hash": id_hash, "id_last4": identity.number[-4:], "sex": identity.sex.value}
    for name, value in values.items():
        setattr(auxiliary, name, value)
    auxiliary.entered_by = by
    auxiliary.entered_at = now
    auxiliary.version += 1
    auxiliary.save()


def _refuse_assistants(county: County, id_hash: str, facts: AuxiliaryFacts) -> None:
    """Somebody who serves as an assistant of the county in that time is no auxiliary."""
    postings = Posting.objects.not_ended(facts.first_day).filter(assistant__county=county, assistant__id_hash=id_hash)
    if facts.last_day is not None:
        postings = postings.filter(first_day__lte=facts.last_day)
    if postings.exists():
        raise Impossible("这个人在这段时间内是本县（区）司法协理员，不登记为辅助人员。")
