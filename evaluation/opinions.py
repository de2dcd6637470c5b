"""What others said of somebody, from the counts: nothing but a number until three have answered."""

from collections import defaultdict
from collections.abc import Iterable

from evaluation.actions import digest_of
from evaluation.models import Appraisal, OpinionCount, OpinionLink
from policy.appraisal_way import AUDIENCES, Opinion, opinion


def opinions_of(sheets: Iterable[Appraisal]) -> dict[int, list[Opinion]]:
    """Return by sheet what each audience said."""
    keys = [sheet.pk for sheet in sheets]
    numbers: dict[int, dict[str, dict[tuple[str, str], int]]] = {key: defaultdict(dict) for key in keys}
    for row in OpinionCount.objects.filter(appraisal__in=keys):
        numbers[row.appraisal_id][row.audience][row.question, row.rating] = row.number
    return {key: [opinion(each, numbers[key][each.key]) for each in AUDIENCES.values()] for key in keys}


def open_link(token: str) -> OpinionLink | None:
    """The link of a token, while it can still be used."""
    links = OpinionLink.objects.select_related("appraisal__assistant", "appraisal__period__county")
    return links.filter(digest=digest_of(token), used_on=None, appraisal__period__confirmed_at=None).first()


def unheard(sheets: Iterable[Appraisal]) -> list[str]:
    """Return the names of those about whom nobody was asked."""
    told = {sheet.pk: sheet.assistant.name for sheet in sheets}
    asked = set(OpinionLink.objects.filter(appraisal__in=told).values_list("appraisal", flat=True))
    return [name for key, name in told.items() if key not in asked]
