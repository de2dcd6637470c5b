"""What has changed since a plan was filed, derived from the offices and their 编制情况; and what its next edition changes of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch

from bureaus import clock
from bureaus.models import JudicialOffice, OfficeChange, User
from policy.quota import PER_OFFICE, Check
from policy.tracks import TRACKS
from staffing.models import Establishment, PlanLine, PlanStatus, QuotaPlan


@dataclass(frozen=True)
class Revision:
    """Why a plan in force needs a next edition: each change as a sentence, and the average as it would be now.

    `plan.is_being_revised` tells whether the next edition has been begun.
    """

    plan: QuotaPlan
    changes: list[str]
    check: Check

    @property
    def falls_short(self) -> str:
        """Says that the county would no longer have four people an office; blank when it would."""
        if self.check.passes:
            return ""
        return f"按现在的司法所和编制，所均 {self.check.average} 人，还差 {self.check.shortfall} 人才达到所均 {PER_OFFICE} 人。"


def revisions_of(user: User, today: date) -> list[Revision]:
    """Every newest plan in force this person may see that needs a next edition."""
    plans = QuotaPlan.objects.visible_to(user).in_force().select_related("county")
    lines = Prefetch("lines", PlanLine.objects.select_related("office"))
    under_way = Exists(QuotaPlan.objects.filter(replaces=OuterRef("pk")))
    return revisions(newest(plans.annotate(is_being_revised=under_way).prefetch_related(lines)), today)


def newest(plans: Iterable[QuotaPlan]) -> list[QuotaPlan]:
    """Of each county the plan in force of the latest year: earlier years are history and are not revised."""
    latest: dict[int, QuotaPlan] = {}
    for plan in plans:
        if plan.county_id not in latest or plan.year > latest[plan.county_id].year:
            latest[plan.county_id] = plan
    return list(latest.values())


def revisions(plans: Iterable[QuotaPlan], today: date) -> list[Revision]:
    """Those of the plans that do not fit what stands. The plans have gone up and come with their lines and offices."""
    plans = list(plans)
    if not plans:
        return []
    counties = {plan.county_id for plan in plans}
    offices = list(JudicialOffice.objects.standing(on=today).filter(county__in=counties))
    records = {record.office_id: record for record in Establishment.objects.as_of(today).filter(office__county__in=counties)}
    standing = {office.pk for office in offices}
    gone = {line.office_id for plan in plans for line in plan.lines.all()} - standing
    merged = OfficeChange.objects.filter(into__isnull=False).select_related("into")
    closed = {change.office_id: change for change in (merged.filter(office__in=gone) if gone else ())}
    found = [_revision(plan, [office for office in offices if office.county_id == plan.county_id], records, closed) for plan in plans]
    return [revision for revision in found if revision.changes]


def _revision(
    plan: QuotaPlan, offices: list[JudicialOffice], records: dict[int, Establishment], closed: dict[int, OfficeChange]
) -> Revision:
    lines = {line.office_id: line for line in plan.lines.all()}
    standing = {office.pk for office in offices}
    changes = [f"新设{office}，方案里没有" for office in offices if office.pk not in lines]
    for line in lines.values():
        if line.office_id not in standing:
            into = closed.get(line.office_id)
            changes.append(f"{line}已{into.sentence if into else '撤销'}，方案里还有")
    posts = {office: line.established_posts or 0 for office, line in lines.items()}
    for office in offices:
        record = records.get(office.pk)
        if record is None or record.established_posts is None:
            continue
        if office.pk in lines and record.established_posts != posts[office.pk] and _is_later(record, plan):
            changes.append(f"{office}政法专项编制由 {posts[office.pk]} 变为 {record.established_posts}（{record.holds_from:%Y-%m-%d} 起）")
            posts[office.pk] = record.established_posts
        elif office.pk not in lines:
            posts[office.pk] = record.established_posts
    check = Check(
        offices=len(offices),
        established=sum(number for office, number in posts.items() if office in standing),
        planned=sum(line.assistants for line in lines.values()),
    )
    return Revision(plan, changes, check)


def _is_later(record: Establishment, plan: QuotaPlan) -> bool:
    """Whether a record was entered, or holds, from after the plan went up: what differed before that was the county's own choice."""
    assert plan.submitted_at is not None  # noqa: S101 - it is in force, or waits for the city
    return record.entered_at > plan.submitted_at or record.holds_from > clock.today(plan.submitted_at)


def unfollowed(plan: QuotaPlan) -> list[str]:
    """What the offices that stand and a plan that may still change differ in; saving its numbers takes it up."""
    if not plan.is_editable:
        return []
    standing = {office.pk: office for office in JudicialOffice.objects.standing().filter(county=plan.county_id)}
    lines = {line.office_id: line for line in plan.lines.all()}
    new = [f"新设{office}" for pk, office in standing.items() if pk not in lines]
    gone = [f"{line}已撤并，连同填写的数字去掉" for pk, line in lines.items() if pk not in standing]
    renamed = [
        f"{line.office_name}更名为{office}" for pk, office in standing.items() if (line := lines.get(pk)) and str(line) != str(office)
    ]
    return new + gone + renamed


def editions(user: User, plan: QuotaPlan, today: date) -> dict[str, Any]:
    """The edition before and the one after, and what has changed since this one was filed while it is in force."""
    later = QuotaPlan.objects.visible_to(user).filter(replaces=plan).first() if plan.status == PlanStatus.FILED else None
    in_force = plan.status == PlanStatus.FILED and (later is None or later.status != PlanStatus.FILED)
    needing = revisions_of(user, today) if in_force else []
    return {
        "later": later,
        "in_force": in_force,
        "revision": next((revision for revision in needing if revision.plan.pk == plan.pk), None),
        "compared": compared(plan) if plan.edition > 1 else [],
    }


def compared(plan: QuotaPlan) -> list[str]:
    """What a later edition changes of the one it replaces, as sentences."""
    assert plan.replaces is not None  # noqa: S101 - it is a later edition
    before = {line.office_id: line for line in plan.replaces.lines.select_related("office")}
    told = []
    for line in plan.lines.all():
        old = before.pop(line.office_id, None)
        if old is None:
            told.append(f"新增{line}")
            continue
        differ = [number for number in PlanLine.NUMBERS if getattr(line, number) != getattr(old, number)]
        cells = [f"{PlanLine.title_of(number)} {_word(getattr(old, number))} → {_word(getattr(line, number))}" for number in differ]
        if cells:
            told.append(f"{line}：{'，'.join(cells)}")
    return told + [f"去掉{line}" for line in before.values()]


def marks(user: User, filed: list[QuotaPlan], today: date) -> dict[int, str]:
    """What each filed plan of a list is beside being filed: in need of revision, or replaced by a later edition."""
    if not filed:
        return {}
    in_force = set(QuotaPlan.objects.visible_to(user).in_force().values_list("pk", flat=True))
    needing = {revision.plan.pk for revision in revisions_of(user, today)}
    replaced = {plan.pk: "已被替代" for plan in filed if plan.pk not in in_force}
    return {**replaced, **{plan.pk: "需修订" for plan in filed if plan.pk in needing}}


def used(plan: QuotaPlan) -> dict[tuple[int, str], str]:
    """Beneath the planned numbers of a later edition: how many of them are used already."""
    if plan.edition == 1:
        return {}
    lines = plan.lines.with_use()
    held = {(line.pk, f"planned_{track}"): line.use(track).by_now for line in lines for track in TRACKS}
    return {cell: f"已用 {number}" for cell, number in held.items() if number}


def _word(number: int | None) -> str:
    return "未填" if number is None else str(number)
