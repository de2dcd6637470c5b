"""What of appraisal waits on the desks of office, clerk and head."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from bureaus import clock
from bureaus.access import holds
from bureaus.models import User
from bureaus.waiting import Task, waits
from evaluation.models import Appraisal, AppraisalPeriod, AppraisalRecheck, AppraisalScheme, OfficeMarks
from policy.appraisal_way import SIGNS_WITHIN
from policy.calendar import end_of
from policy.powers import Power


@waits
def appraisals(user: User, now: datetime) -> Iterator[Task]:
    """Marks to give, results to serve, grades and templates to decide, 复核 to answer."""
    listed = reverse("evaluation:periods")
    if holds(user, Power.DAILY_RECORD):
        office = reverse("evaluation:office_appraisals")
        mine = OfficeMarks.objects.visible_to(user)
        open_ = mine.filter(entered_at=None, appraisal__period__confirmed_at=None)
        yield Task("给本所人员考核评分", open_.count(), office, "本人述职以后评分；没有账号的代录述职")
        unserved = Appraisal.objects.visible_to(user).filter(receipt="", period__confirmed_at__isnull=False)
        since = clock.today(now) - timedelta(days=SIGNS_WITHIN + 1)
        unsigned = Q(period__confirmed_at__lt=end_of(since)) & ~Q(posted_last__gt=since)
        unserved = unserved.exclude(posted_last__gte=clock.today(now)).filter(Q(assistant__person=None) | unsigned)
        hint = f"没有账号的人，或者 {SIGNS_WITHIN} 天没有签收的人，由司法所送达并登记"
        yield Task("送达考核结果", unserved.count(), office, hint)
    if holds(user, Power.APPRAISAL_PREPARE):
        unmarked = Appraisal.objects.filter(period=OuterRef("pk"), total=None)
        ready = AppraisalPeriod.objects.visible_to(user).filter(~Exists(unmarked), offered_at=None, confirmed_at=None)
        yield Task("定考核等次", ready.count(), listed, "司法所都已评分")
    if holds(user, Power.APPRAISAL_CONFIRM):
        schemes = AppraisalScheme.objects.visible_to(user).filter(offered_at__isnull=False, confirmed_at=None).exclude(entered_by=user)
        yield Task("审定考核模板", schemes.count(), reverse("evaluation:appraisal_schemes"))
        offered = AppraisalPeriod.objects.visible_to(user).filter(offered_at__isnull=False, confirmed_at=None).exclude(prepared_by=user)
        yield Task("审定考核等次", offered.count(), listed)
    if holds(user, Power.APPRAISAL_PREPARE) or holds(user, Power.APPRAISAL_CONFIRM):
        asked = AppraisalRecheck.objects.visible_to(user).filter(answered_at=None).exclude(prepared_by=user).exclude(decided_by=user)
        days = sorted(asked.values_list("answer_by", "appraisal"))
        yield Task(
            "答复考核复核",
            len(days),
            reverse("evaluation:appraisal", args=[days[0][1]]) if days else listed,
            until=end_of(days[0][0]) if days else None,
            late=bool(days) and now >= end_of(days[0][0]),
        )
