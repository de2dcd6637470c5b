"""What of daily work waits on the desks: requests for leave, and at the office a month that is over and not confirmed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from bureaus import clock
from bureaus.access import holds
from bureaus.models import User
from bureaus.waiting import Task, waits
from evaluation.models import EarlyReturn, Leave, LeaveState, Month
from evaluation.service import month_of
from policy.powers import Power, Role
from staffing.models import Posting


@waits
def daily(user: User, now: datetime) -> Iterator[Task]:
    """Leave to agree to, the last month to confirm."""
    asked = f"{reverse('evaluation:leaves')}?state="
    if holds(user, Power.DAILY_RECORD):
        waiting = Leave.objects.visible_to(user).filter(state=LeaveState.ASKED)
        yield Task("批准请假", waiting.count(), f"{asked}{LeaveState.ASKED}", "较长的由县（区）司法局再批")
        back = EarlyReturn.objects.visible_to(user).waiting().exclude(reported_by=user)
        yield Task("确认销假", back.count(), f"{asked}returning", "提前返岗的日期")
        last = month_of(clock.today(now)) - timedelta(days=1)
        month = month_of(last)
        served = Posting.objects.visible_to(user).filter(office=user.office, first_day__lte=last).not_ended(month)
        confirmed = Month.objects.visible_to(user).filter(first_day=month, confirmed_at__isnull=False)
        where = reverse("evaluation:month", args=[user.office_id, f"{month:%Y-%m}"])
        yield Task(f"确认 {month.month} 月的日志和考勤", int(served.exists() and not confirmed.exists()), where)
    if holds(user, Power.LEAVE_APPROVE):
        endorsed = Leave.objects.visible_to(user).filter(state=LeaveState.ENDORSED)
        yield Task("批准较长的请假", endorsed.count(), f"{asked}{LeaveState.ENDORSED}", "所长已同意")
        back = EarlyReturn.objects.visible_to(user).waiting().filter(reported_by__role=Role.OFFICE)
        yield Task("确认司法所登记的销假", back.count(), f"{asked}returning")
