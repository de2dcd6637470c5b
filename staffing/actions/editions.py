"""A filed plan never changes: its change is the next edition, which goes the whole way up again (四.备案)."""

from datetime import datetime

from bureaus import audit, clock
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from policy.powers import Power
from staffing.actions.plans import follow_offices, save_lines
from staffing.models import PlanLine, PlanStatus, QuotaPlan
from staffing.suggestions import suggestions


@action
def revise_plan(*, plan: QuotaPlan, reason: str, by: User, seen: int, now: datetime) -> QuotaPlan:
    """Begin the next edition of a filed plan as a draft copy. The filed one stays in force until the new one is filed.

    :raises Impossible: if the plan is not filed, or has a next edition already.
    """
    plan = QuotaPlan.objects.locked(plan.pk, seen=seen)
    require(by, Power.PLAN_EDIT, about=plan)
    if plan.status != PlanStatus.FILED:
        raise Impossible(f"方案{plan.get_status_display()}，已备案的方案才需要变更方案。")
    if plan.replaced_by.exists():
        raise Impossible("这一版方案已经有了变更方案，请打开变更方案继续填写。")
    if not reason.strip():
        raise Impossible("请写明变更的理由。")
    edition = QuotaPlan.objects.create(
        county=plan.county, year=plan.year, edition=plan.edition + 1, replaces=plan, reason=reason.strip(), entered_by=by, saved_at=now
    )
    PlanLine.objects.bulk_create(
        PlanLine(plan=edition, office_id=line.office_id, **{number: getattr(line, number) for number in PlanLine.NUMBERS})
        for line in plan.lines.order_by("pk")
    )
    follow_offices(edition, now=now)
    audit.record(by=by, verb="revise_plan", about=edition, at=now, replaces=plan.pk, edition=edition.edition)
    return edition


@action
def discard_plan(*, plan: QuotaPlan, by: User, seen: int, now: datetime) -> None:
    """Throw away the draft of a later edition that has never been submitted; the edition in force is untouched."""
    plan = QuotaPlan.objects.locked(plan.pk, seen=seen)
    require(by, Power.PLAN_EDIT, about=plan)
    if plan.edition == 1 or plan.status != PlanStatus.DRAFT or plan.filings.exists():
        raise Impossible("只有没有上报过的变更方案草稿可以撤回。")
    audit.record(by=by, verb="discard_plan", about=plan, at=now, edition=plan.edition)
    plan.delete()


@action
def take_establishment(*, plan: QuotaPlan, by: User, seen: int, now: datetime) -> QuotaPlan:
    """Enter on every line the posts and people that its 编制情况 knows today; what is unknown stays as it was."""
    known = suggestions(plan, clock.today(now))
    numbers: dict[int, dict[str, int | None]] = {
        line.pk: {number: value for number, value in known[line.office_id].numbers.items() if number != "serving_assistants"}
        for line in plan.lines.all()
    }
    return save_lines(plan=plan, numbers=numbers, by=by, seen=seen, now=now)
