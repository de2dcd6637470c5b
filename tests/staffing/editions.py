"""Editions of a plan and the use of its places, by the real actions."""

from datetime import timedelta

from policy.powers import Role
from staffing import actions
from tests.staffing.factories import NOW, checked, city, countersign, staff

LATER = NOW + timedelta(days=30)


def revise(plan, *, now=LATER, reason="城关司法所增加编制。"):
    return actions.revise_plan(plan=plan, reason=reason, by=staff(plan.county, Role.COUNTY_CLERK), seen=plan.version, now=now)


def submitted(plan, *, now=LATER):
    plan = countersign(plan, now=now)
    return actions.submit_plan(plan=plan, by=staff(plan.county, Role.COUNTY_HEAD), seen=plan.version, now=now)


def filed(plan, *, now=LATER):
    plan = submitted(plan, now=now)
    return actions.file_plan(plan=plan, filing_number=f"阳司协备〔2024〕{plan.pk}号", marks=checked(), by=city(), now=now)


def hire(line, reference, *, track="public", now=NOW):
    actions.reserve(line=line, track=track, number=1, reference=f"{reference} 岗位", now=now)
    actions.fill(line=line, track=track, reference=reference, now=now)


def leave(line, reference, *, track="public", now=NOW):
    actions.release(line=line, track=track, reference=reference, now=now)
