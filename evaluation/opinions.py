"""What others said of somebody, from the counts: nothing but a number until the asking has ended and three have answered."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count

from evaluation.actions import digest_of
from evaluation.models import Appraisal, AppraisalPeriod, OpinionCount, OpinionLink
from policy.appraisal_way import AUDIENCES, Opinion, opinion


def opinions_of(sheets: Iterable[Appraisal]) -> dict[int, list[Opinion]]:
    """Return by sheet what each audience said."""
    ended = {sheet.pk: sheet.period.asking_ended for sheet in sheets}
    numbers: dict[int, dict[str, dict[tuple[str, str], int]]] = {key: defaultdict(dict) for key in ended}
    for row in OpinionCount.objects.filter(appraisal__in=ended):
        numbers[row.appraisal_id][row.audience][row.question, row.rating] = row.number
    return {key: [opinion(each, numbers[key][each.key], ended=no_more) for each in AUDIENCES.values()] for key, no_more in ended.items()}


def open_link(token: str) -> OpinionLink | None:
    """The link of a token, while it can still be used."""
    links = OpinionLink.objects.select_related("appraisal__assistant", "appraisal__period__county")
    return links.filter(
        digest=digest_of(token), used_on=None, appraisal__period__confirmed_at=None, appraisal__period__opinions_ended_at=None
    ).first()


def links_of(period: AppraisalPeriod) -> tuple[int, int]:
    """Return how many links were made in a period, and how many of them were used."""
    counted = OpinionLink.objects.filter(appraisal__period=period).aggregate(made=Count("pk"), used=Count("used_on"))
    return counted["made"], counted["used"]


def unheard(sheets: Iterable[Appraisal]) -> list[str]:
    """Return the names of those about whom nobody was asked."""
    told = {sheet.pk: sheet.assistant.name for sheet in sheets}
    asked = set(OpinionLink.objects.filter(appraisal__in=told).values_list("appraisal", flat=True))
    return [name for key, name in told.items() if key not in asked]
