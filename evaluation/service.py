"""Who serves where on which day, and what a county has set: what every act on the log, attendance and leave asks first."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Max, QuerySet

from bureaus.models import County, JudicialOffice
from bureaus.prepared import Prepared
from evaluation.models import DailyRules, Month
from staffing.models import Assistant, Contract, Posting


def office_on(assistant: Assistant, day: date) -> JudicialOffice | None:
    """The office somebody serves in on a day."""
    posting = Posting.objects.filter(assistant=assistant).serving(day).select_related("office__county").first()
    return posting.office if posting else None


def departures_of(people: Iterable[Assistant], on: date) -> dict[int, date | None]:
    """Who of these has left by a day, and since when where that is known."""
    keys = {person.pk for person in people}
    serving = set(Contract.objects.in_being(on).filter(assistant__in=keys).values_list("assistant", flat=True))
    ended = Contract.objects.signed().filter(assistant__in=keys - serving).order_by().values_list("assistant")
    since = dict(ended.annotate(last=Max("ended_on"))) if keys - serving else {}
    return {key: since.get(key) for key in keys - serving}


def postings_within(assistant: Assistant, first_day: date, last_day: date) -> list[Posting]:
    """Where somebody serves in a stretch of days."""
    return list(Posting.objects.filter(assistant=assistant, first_day__lte=last_day).not_ended(first_day).select_related("office"))


def rules_of(county: County) -> DailyRules:
    """What the county has set, or what is suggested."""
    return DailyRules.objects.filter(county=county).first() or DailyRules(county=county, version=0)


def rules_with(county: County) -> DailyRules:
    """The same for a county that was read with its rules (`select_related("county__daily_rules")`), without asking again."""
    return getattr(county, "daily_rules", None) or DailyRules(county=county, version=0)


def month_of(day: date) -> date:
    return day.replace(day=1)


def last_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def month_named(text: str) -> date | None:
    """The first day of a month written 2024-03; None for anything else."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    return date(int(found[1]), int(found[2]), 1) if found else None


def neighbours(month: date) -> tuple[date, date]:
    """The months before and after."""
    return month_of(month - timedelta(days=1)), last_of(month) + timedelta(days=1)


def confirmed_among(offices: Iterable[int], month: date) -> set[int]:
    """Which of these offices have confirmed the month."""
    return set(_confirmed(list(offices), month))


@Prepared
def _confirmed(offices: list[int], month: date) -> QuerySet[Month, int]:
    confirmed = Month.objects.filter(office__among=offices, first_day=month, confirmed_at__isnull=False)
    return confirmed.values_list("office", flat=True)
