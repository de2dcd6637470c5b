"""What of contracts waits on the desk of clerk and head."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.urls import reverse

from bureaus import clock
from bureaus.access import holds
from bureaus.models import User
from bureaus.waiting import Task, waits
from evaluation import radar
from evaluation.models import Departure, Renewal, Transfer
from policy.calendar import end_of
from policy.contracts import REMINDER_DAYS, sign_by
from policy.endings import departure_deadlines
from policy.powers import Power
from staffing.models import Contract


@waits
def contracts(user: User, now: datetime) -> Iterator[Task]:
    """Contracts that run out, proposals and departures to decide, renewals to sign, files to transfer."""
    today = clock.today(now)
    listed = reverse("evaluation:contracts")
    left = reverse("evaluation:departures")
    if holds(user, Power.RENEWAL_PREPARE):
        undecided = radar.contracts(user, today=today, stage=radar.Stage.OPEN).values_list("ends_on", flat=True)
        last_days = [day for day in undecided if day is not None]
        gone = sum(day < today for day in last_days)
        first = min((day for day in last_days if day >= today), default=None)
        soon = first is not None and first - today <= timedelta(days=min(REMINDER_DAYS))
        hint = "应书面告知本人" if soon else "期满前提出续聘或者终止的意见"
        yield Task(
            "合同将要到期，提出意见",
            len(last_days),
            f"{listed}?stage=open",
            f"其中 {gone} 份已过期满日" if gone else hint,
            until=end_of(first) if first else None,
            late=gone > 0,
        )
    if holds(user, Power.RENEWAL_CONFIRM):
        proposed = Renewal.objects.visible_to(user).waiting().exclude(proposed_by=user)
        yield Task("审定续聘意见", proposed.count(), f"{listed}?stage=proposed")
    if holds(user, Power.CONTRACT_SIGN):
        drafts = list(Contract.objects.visible_to(user).filter(signed_on=None, renews__isnull=False).values_list("starts_on", flat=True))
        late = any(today > sign_by(starts_on) for starts_on in drafts)
        yield Task("签订续订的合同", len(drafts), f"{listed}?stage=signing", "最迟在新合同起算之日起一个月内签订", late=late)
        entered = Departure.objects.visible_to(user).waiting().exclude(entered_by=user)
        yield Task("审定离职", entered.count(), left)
    if holds(user, Power.CONTRACT_PREPARE):
        unserved = Departure.objects.visible_to(user).unserved()
        yield Task("送达解除劳动合同通知书", unserved.count(), f"{left}?state=unserved")
        owing = Departure.objects.visible_to(user).owing().aggregate(count=Count("pk"), oldest=Min("last_day"))
        oldest = owing["oldest"]
        due = departure_deadlines(oldest, key="", name="")[1] if oldest else None
        yield Task(
            "办理离职人员档案和社保转移",
            owing["count"],
            left,
            "离岗之日起十五日内（《劳动合同法》第五十条）",
            until=due.closes_at if due else None,
            late=bool(due and due.is_late(now)),
        )
    if holds(user, Power.TRANSFER):
        moves = Transfer.objects.visible_to(user).waiting().exclude(entered_by=user)
        yield Task("审定调配", moves.count(), f"{reverse('evaluation:transfers')}?state=proposed")
