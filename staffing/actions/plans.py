"""A plan in the county's hands: begun and saved by the clerk, countersigned by 人社局, submitted by the head (四.核定, 四.备案)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from bureaus import audit, clock
from bureaus.access import holds, require
from bureaus.acts import Impossible, action
from bureaus.models import County, JudicialOffice, User
from policy.powers import Power
from policy.quota import uncovered
from policy.tracks import TRACKS
from staffing.actions import way
from staffing.models import LedgerEntry, PlanLine, PlanStatus, QuotaPlan
from staffing.suggestions import suggestions


@action
def begin_plan(*, county: County, year: int, by: User, now: datetime) -> QuotaPlan:
    """Begin a county's plan for a year, with a line for each 司法所 that stands: what its 编制情况 knows today, the rest empty."""
    require(by, Power.PLAN_EDIT)
    if by.county_id != county.pk:
        raise Impossible("只能编制本县（区）的数额核定方案。")
    plan = QuotaPlan.objects.create(county=county, year=year, entered_by=by, saved_at=now)
    follow_offices(plan, now=now)
    audit.record(by=by, verb="begin_plan", about=plan, at=now, year=year)
    return plan


@action
def save_lines(*, plan: QuotaPlan, numbers: Mapping[int, Mapping[str, int | None]], by: User, seen: int, now: datetime) -> QuotaPlan:
    """Save what the clerk entered, by line; an empty cell is None. A change takes the plan back from 人社局.

    :raises Impossible: if the plan has gone up, or a line is not of this plan.
    """
    plan = QuotaPlan.objects.locked(plan.pk, seen=seen)
    require(by, Power.PLAN_EDIT, about=plan)
    if not plan.is_editable:
        raise Impossible(f"方案{plan.get_status_display()}，表内数字不能再改。")
    lines = {line.pk: line for line in plan.lines.all()}
    if numbers.keys() - lines.keys():
        raise Impossible("表中有不属于本方案的司法所，没有保存。请刷新页面后重新填写。")
    changed = [lines[pk] for pk, row in numbers.items() if _enter(lines[pk], row)]
    if plan.status == PlanStatus.COUNTERSIGNED and (changed or _stray_offices(plan)):
        way.void(plan, by=by, now=now)
    if changed:
        plan.offered_at = None
    plan.entered_by = by
    plan.saved_at = now
    plan.version += 1
    plan.save()
    PlanLine.objects.bulk_update(changed, PlanLine.NUMBERS)
    follow_offices(plan, now=now)
    audit.record(by=by, verb="save_lines", about=plan, at=now, changed=len(changed), version=plan.version)
    return plan


def offer_plan(*, plan: QuotaPlan, by: User, seen: int, now: datetime) -> QuotaPlan:
    """Hand a complete plan to 人社局 for the countersignature."""
    return way.offer(paper=plan, ready=_require_covering, by=by, seen=seen, now=now)


def countersign_plan(*, plan: QuotaPlan, by: User, seen: int, now: datetime) -> QuotaPlan:
    """人社局 countersigns the complete plan; the head may then submit it."""
    return way.countersign(paper=plan, ready=_require_complete, by=by, seen=seen, now=now)


def send_back_plan(*, plan: QuotaPlan, reason: str, by: User, seen: int, now: datetime) -> QuotaPlan:
    """人社局, or the head who is to submit, gives the plan back to the clerk with the reason, until it is submitted."""
    power = Power.PLAN_SUBMIT if holds(by, Power.PLAN_SUBMIT) else Power.PLAN_COUNTERSIGN
    return way.send_back(paper=plan, power=power, reason=reason, by=by, seen=seen, now=now)


def submit_plan(*, plan: QuotaPlan, by: User, seen: int, now: datetime) -> QuotaPlan:
    """The head submits the countersigned plan to the city (四.数额, 四.备案).

    :raises Impossible: if it is not countersigned, or the county's average is under four people an office.
    """
    return way.submit(paper=plan, ready=_require_enough, as_sent=_as_sent, by=by, seen=seen, now=now)


def withdraw_plan(*, plan: QuotaPlan, by: User, seen: int, now: datetime) -> QuotaPlan:
    """The head takes the plan back before the city has opened it."""
    return way.withdraw(paper=plan, by=by, seen=seen, now=now)


def _enter(line: PlanLine, row: Mapping[str, int | None]) -> bool:
    """Put a row's numbers on its line; whether anything differs."""
    changed = False
    for number in PlanLine.NUMBERS:
        if number in row and getattr(line, number) != row[number]:
            setattr(line, number, row[number])
            changed = True
    return changed


def _stray_offices(plan: QuotaPlan) -> tuple[set[int], set[int]] | None:
    """Offices that stand without a line, and lines whose office stands no more; None when the plan covers just what stands."""
    standing = set(JudicialOffice.objects.standing().filter(county=plan.county_id).values_list("pk", flat=True))
    planned = set(plan.lines.values_list("office_id", flat=True))
    return None if standing == planned else (standing - planned, planned - standing)


def follow_offices(plan: QuotaPlan, *, now: datetime) -> None:
    """Give each 司法所 that stands its line with what is known of it, take away the lines of those closed since, and note today's names."""
    new, gone = _stray_offices(plan) or (set(), set())
    if gone:
        plan.lines.filter(office__in=gone).delete()
    if new:
        known = suggestions(plan, clock.today(now))
        PlanLine.objects.bulk_create(PlanLine(plan=plan, office_id=office, **known[office].numbers) for office in sorted(new))
    if plan.status in (PlanStatus.DRAFT, PlanStatus.RETURNED):
        renamed = list(plan.lines.select_related("office").exclude(office_name=F("office__name")))
        for line in renamed:
            line.office_name = line.office.name
        PlanLine.objects.bulk_update(renamed, ["office_name"])


def _require_complete(plan: QuotaPlan) -> None:
    if _stray_offices(plan):
        raise Impossible("本县（区）的司法所有增减，与方案不一致。请经办人打开填报页保存一次，系统会补齐各所，再继续办理。")
    missing = [str(line) for line in plan.lines.select_related("office") if not line.is_complete]
    if missing:
        shown = "、".join(missing[:3]) + ("等" if len(missing) > 3 else "")
        raise Impossible(f"还有 {len(missing)} 个司法所没有填完（{shown}），请填完全部数字，没有的填 0。")


def _require_covering(plan: QuotaPlan) -> None:
    """Complete, and a later edition plans at least what is used of the one in force, office by office and in all."""
    _require_complete(plan)
    if plan.edition == 1:
        return
    lines = list(plan.lines.with_use().select_related("office"))
    for track in TRACKS:
        title = PlanLine.title_of(f"planned_{track}")
        held = [(f"{line}的{title}", line.planned(track), line.use(track).by_now) for line in lines]
        whole = (f"全县（区）的{title}", sum(planned for _, planned, _ in held), LedgerEntry.objects.used_by_now(plan, track))
        for where, planned, used in (*held, whole):
            if problem := uncovered(where=where, planned=planned, used=used):
                raise Impossible(problem)


def _require_enough(plan: QuotaPlan) -> None:
    _require_covering(plan)
    if not plan.quota_check.passes:
        raise Impossible(f"{plan.quota_check.sentence}。")


def _as_sent(plan: QuotaPlan) -> dict[str, Any]:
    """The lines as they went up, readable without the rows they came from, and why a later edition changes them."""
    lines = [
        {"office": str(line), "code": line.office.code} | {number: getattr(line, number) for number in PlanLine.NUMBERS}
        for line in plan.lines.select_related("office")
    ]
    return {"lines": lines, "content": {"reason": plan.reason} if plan.reason else {}}
