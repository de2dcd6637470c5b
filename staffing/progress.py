"""How each county stands in a programme: every obligation with its day, what proves it and how late it is (五)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from bureaus import clock
from bureaus.models import County
from policy.programme import Progress, State, progress
from staffing.models import Filing, Obligation, Phase, Programme, Proof


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation of one county (None: the city's own) as it stands today; `by` says what shows that it was done."""

    obligation: Obligation
    county: County | None
    done_on: date | None
    by: str
    progress: Progress

    @property
    def is_late(self) -> bool:
        return self.progress.state is State.LATE

    @property
    def word(self) -> str:
        return {State.DONE: "已完成", State.DONE_LATE: "已完成", State.DUE: "待办", State.LATE: "已逾期"}[self.progress.state]

    @property
    def days_late(self) -> int:
        return self.progress.days if self.progress.state in (State.LATE, State.DONE_LATE) else 0


def current(today: date) -> Programme | None:
    """The programme that runs: of those begun the newest; before any has begun, the first to come."""
    programmes = list(Programme.objects.prefetch_related("phases"))
    begun = [each for each in programmes if any(phase.first_day <= today for phase in each.phases.all())]
    return max(begun, key=_begins) if begun else min(programmes, key=_begins, default=None)


def standing(programme: Programme, counties: Iterable[County], today: date, *, with_city: bool = False) -> list[Owed]:
    """Every obligation of every county given, by phase. Asks the same number of questions for one county and for five."""
    counties = list(counties)
    obligations = list(Obligation.objects.filter(phase__programme=programme).select_related("phase").order_by("phase__first_day", "pk"))
    sent = _sent({each.filing_kind for each in obligations if each.filing_kind}, counties, *_span(programme))
    proofs = {(proof.obligation_id, proof.county_id): proof for proof in Proof.objects.filter(obligation__in=obligations)}
    found = []
    for each in obligations:
        owners: list[County | None] = [*counties] if each.is_owed_by_counties else [None] * with_city
        for county in owners:
            key = county.pk if county else None
            proof = proofs.get((each.pk, key))
            done_on, by = (proof.done_on, proof.reference) if proof else sent.get((each.filing_kind, key), (None, ""))
            found.append(Owed(each, county, done_on, by, progress(each.deadline, done_on=done_on, today=today)))
    return found


def phases(programme: Programme, owed: Iterable[Owed]) -> list[tuple[Phase, list[Owed]]]:
    """The same, grouped under the phases in order."""
    of: dict[int, list[Owed]] = defaultdict(list)
    for each in owed:
        of[each.obligation.phase_id].append(each)
    return [(phase, of[phase.pk]) for phase in programme.phases.all() if of[phase.pk]]


def _begins(programme: Programme) -> date:
    return min(phase.first_day for phase in programme.phases.all())


def _span(programme: Programme) -> tuple[date, date]:
    """From its first day to the first of the next one, which it does not hold: what goes up from then on belongs to that."""
    begins = _begins(programme)
    later = Phase.objects.exclude(programme=programme).filter(first_day__gt=begins).exclude(programme__phases__first_day__lte=begins)
    return begins, later.aggregate(next=Min("first_day"))["next"] or date.max


def _sent(kinds: set[str], counties: list[County], begins: date, ends: date) -> dict[tuple[str, int | None], tuple[date | None, str]]:
    """When each county first sent up what stands: neither given back nor withdrawn."""
    filings = Filing.objects.standing().filter(kind__in=kinds, county__in=counties)
    filings = filings.filter(submitted_at__date__gte=begins, submitted_at__date__lt=ends)
    found: dict[tuple[str, int | None], tuple[date | None, str]] = {}
    for kind, county, title, at in filings.order_by("submitted_at").values_list("kind", "county_id", "title", "submitted_at"):
        found.setdefault((kind, county), (clock.today(at), title))
    return found
