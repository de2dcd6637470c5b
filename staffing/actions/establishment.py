"""编制情况 entered for one office, or for many from a sheet. Nothing is overwritten: each entry is a new record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bureaus import audit, clock
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import JudicialOffice, User
from documents.models import StoredFile
from policy.powers import Power
from staffing.models import Establishment


@dataclass(frozen=True, slots=True)
class EstablishmentRow:
    """What stands in one office from a day on; None is unknown."""

    office: JudicialOffice
    holds_from: date
    established_posts: int | None
    in_post: int | None
    auxiliary: int | None
    source: str = ""
    note: str = ""

    @property
    def facts(self) -> tuple[int | str | None, ...]:
        return (self.established_posts, self.in_post, self.auxiliary, self.source)


def problem_of(row: EstablishmentRow, earlier: Establishment | None, *, today: date) -> str:
    """Why a row cannot be entered, as a sentence; blank when it can. `earlier` is the standing record of the same office and day."""
    if row.holds_from > today:
        return "起算日期不能晚于今天，请在生效当天或之后登记。"
    if not row.office.stood(row.holds_from):
        return f"{row.office}在这一天还没有设立或已经撤销，请核对起算日期。"
    if earlier is not None and not row.note:
        return "这一天已有一条编制情况。要更正它，请在备注中写明理由；情况有了新变化的，请改填变化的日期。"
    if earlier is None and (row.established_posts, row.in_post, row.auxiliary) == (None, None, None):
        return "三个数字都没有填。知道的请填写，没有的填 0，不知道的可以留空。"
    return ""


def is_known(row: EstablishmentRow, standing: Establishment | None) -> bool:
    """Whether a row says nothing new beside what stands on its day: another day alone is no change."""
    if standing is None:
        return False
    return row.facts == (standing.established_posts, standing.in_post, standing.auxiliary, standing.source)


@action
def enter_establishment(*, row: EstablishmentRow, by: User, now: datetime) -> Establishment:
    """Enter what stands in an office from a day on. On a day that has a record already it corrects it, and must say why."""
    require(by, Power.ESTABLISHMENT_EDIT, about=row.office)
    earlier = Establishment.objects.standing().filter(office=row.office, holds_from=row.holds_from).first()
    if problem := problem_of(row, earlier, today=clock.today(now)):
        raise Impossible(problem)
    if earlier is not None and is_known(row, earlier):
        raise Impossible("填写的内容与这一天现有的记录相同，没有重复登记。")
    record = _record(row, earlier, by, now)
    record.save()
    audit.record(by=by, verb="enter_establishment", about=record, at=now, office=row.office.pk, corrects=earlier and earlier.pk)
    return record


@action
def import_establishment(
    *, rows: Sequence[EstablishmentRow], by: User, now: datetime, source: StoredFile | None = None
) -> list[Establishment]:
    """Enter the rows of a sheet that say something new, all of them or none.

    :raises Impossible: with the row's office, for the first that cannot be entered.
    """
    for office in {row.office.pk: row.office for row in rows}.values():
        require(by, Power.ESTABLISHMENT_EDIT, about=office)
    of_rows = Establishment.objects.standing().filter(office__in=[row.office.pk for row in rows])
    known = {(record.office_id, record.holds_from): record for record in of_rows}
    today = clock.today(now)
    records = []
    for row in rows:
        earlier = known.get((row.office.pk, row.holds_from))
        if is_known(row, _last(known, row)):
            continue
        if problem := problem_of(row, earlier, today=today):
            raise Impossible(f"{row.office}：{problem}")
        records.append(_record(row, earlier, by, now))
    if not records:
        raise Impossible("表中内容与现有编制情况相同，没有需要登记的变化。")
    Establishment.objects.bulk_create(records)
    audit.record(by=by, verb="import_establishment", about=records[0], at=now, records=len(records), file=source and source.pk)
    return records


def _last(known: dict[tuple[int, date], Establishment], row: EstablishmentRow) -> Establishment | None:
    """What stood in the row's office on its day."""
    earlier = [record for (office, day), record in known.items() if office == row.office.pk and day <= row.holds_from]
    return max(earlier, key=lambda record: record.holds_from, default=None)


def _record(row: EstablishmentRow, earlier: Establishment | None, by: User, now: datetime) -> Establishment:
    return Establishment(
        office=row.office,
        holds_from=row.holds_from,
        established_posts=row.established_posts,
        in_post=row.in_post,
        auxiliary=row.auxiliary,
        source=row.source,
        note=row.note,
        corrects=earlier,
        entered_by=by,
        entered_at=now,
    )
