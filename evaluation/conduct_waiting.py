"""What of rewards and discipline waits on the desk of clerk and head."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from bureaus import clock
from bureaus.access import holds
from bureaus.models import User
from bureaus.waiting import Task, waits
from evaluation.models import Commendation, Dismissal, Honour, Incident, Objection
from evaluation.models.incidents import UNHEARD, UNSERVED
from policy.powers import Power


@waits
def conduct(user: User, now: datetime) -> Iterator[Task]:
    """People to hear, breaches, dismissals and commendations to decide, notices to serve."""
    listed = reverse("evaluation:incidents")
    if holds(user, Power.DISCIPLINE_PREPARE):
        breaches = Incident.objects.visible_to(user).aggregate(unheard=Count("pk", filter=UNHEARD), unserved=Count("pk", filter=UNSERVED))
        yield Task("登记本人的陈述申辩", breaches["unheard"], f"{listed}?state=unheard")
        yield Task("送达违规处理的通知", breaches["unserved"], f"{listed}?state=unserved")
        ended = Dismissal.objects.visible_to(user).unserved()
        yield Task("送达解聘通知书", ended.count(), f"{reverse('evaluation:dismissals')}?state=unserved")
    if holds(user, Power.DISCIPLINE_CONFIRM):
        objected = Objection.objects.visible_to(user).unanswered().exclude(received_by=user)
        yield Task("答复公示异议", objected.count(), f"{reverse('evaluation:objections')}?state=open", "没有答复的，公示不能办结")
        ready = Incident.objects.visible_to(user).waiting().exclude(defence="").exclude(entered_by=user)
        entered = Dismissal.objects.visible_to(user).waiting().exclude(entered_by=user)
        yield Task("审定解聘", entered.count(), f"{reverse('evaluation:dismissals')}?state=proposed")
        yield Task("审定违规登记", ready.count(), f"{listed}?state=heard")
        mine = Commendation.objects.visible_to(user).exclude(entered_by=user)
        praised = reverse("evaluation:commendations")
        yield Task("同意表彰公示", mine.filter(state=Honour.PROPOSED).count(), f"{praised}?state=proposed")
        yield Task("审定表彰", mine.ready(clock.today(now)).count(), f"{praised}?state=posted", "公示期已满")
