"""A plan in the city's hands: filed with a number, or returned with reasons (四.备案)."""

import re
from datetime import datetime

from bureaus import audit, clock, outbox
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from policy.powers import Power, Role
from staffing.documents import ask_filing_paper
from staffing.models import Filing, FilingOutcome, PlanStatus, QuotaPlan

FILING_SERIES = "阳司协备"


def suggested_filing_number(plan: QuotaPlan, *, now: datetime) -> str:
    """The next number of the city's series in the year of the filing, such as 阳司协备〔2024〕3号."""
    series = f"{FILING_SERIES}〔{clock.today(now).year}〕"
    used = QuotaPlan.objects.filter(filing_number__startswith=series).exclude(pk=plan.pk).values_list("filing_number", flat=True)
    numbers = [int(found[1]) for number in used if (found := re.fullmatch(rf"{series}(\d+)号", number))]
    return f"{series}{max(numbers, default=0) + 1}号"


@action
def file_plan(*, plan: QuotaPlan, filing_number: str, by: User, now: datetime, opinion: str = "", seen: int | None = None) -> QuotaPlan:
    """准予备案: the plan's numbers may be used from now on, and nothing of it changes any more.

    :raises Impossible: if it has not been submitted, or what stands in it is under four people an office.
    """
    plan = QuotaPlan.objects.locked(plan.pk, seen=seen)
    require(by, Power.PLAN_FILE, about=plan)
    filing = _open_filing(plan)
    if not filing_number.strip():
        raise Impossible("请填写备案号。")
    if not plan.quota_check.passes:
        raise Impossible(f"{plan.quota_check.sentence.partition('，')[0]}，不能准予备案，请退回修改。")
    plan.status = PlanStatus.FILED
    plan.filing_number = filing_number.strip()
    plan.filed_at = now
    _decide(plan, filing, FilingOutcome.FILED, opinion=opinion.strip(), by=by, now=now)
    ask_filing_paper(plan, opinion=filing.opinion, by=by, now=now)
    audit.record(by=by, verb="file_plan", about=plan, at=now, number=plan.filing_number, version=plan.version)
    return plan


@action
def return_plan(*, plan: QuotaPlan, opinion: str, by: User, now: datetime, seen: int | None = None) -> QuotaPlan:
    """退回修改, with reasons: the clerk may change the plan, which then goes the whole way up again."""
    plan = QuotaPlan.objects.locked(plan.pk, seen=seen)
    require(by, Power.PLAN_FILE, about=plan)
    filing = _open_filing(plan)
    if not opinion.strip():
        raise Impossible("请写明退回修改的理由，县（区）才知道改哪里。")
    plan.status = PlanStatus.RETURNED
    _decide(plan, filing, FilingOutcome.RETURNED, opinion=opinion.strip(), by=by, now=now)
    audit.record(by=by, verb="return_plan", about=plan, at=now, version=plan.version)
    return plan


def _open_filing(plan: QuotaPlan) -> Filing:
    if plan.status != PlanStatus.SUBMITTED:
        raise Impossible(f"方案目前是“{plan.get_status_display()}”，只有已上报的方案才能办理备案。")
    return plan.filings.get(decided_at=None)


def _decide(plan: QuotaPlan, filing: Filing, outcome: FilingOutcome, *, opinion: str, by: User, now: datetime) -> None:
    """Write the city's answer on the plan and on its journey, and tell the county."""
    plan.version += 1
    plan.save()
    filing.outcome = outcome
    filing.opinion = opinion
    filing.decided_by = by
    filing.decided_at = now
    filing.save()
    concerned = User.objects.filter(county=plan.county_id, role__in=[Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR], is_active=True)
    outbox.tell_each(f"plan_{outcome}", [(person, plan, {"opinion": opinion}) for person in concerned], due=now, occasion=str(filing.pk))
