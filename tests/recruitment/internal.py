"""A round of internal selection brought to each of its stages by the actions, in fixed days of 2024."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bureaus import clock
from bureaus.models import County, User
from policy.people import Education
from policy.powers import Role
from recruitment import actions, eligibility
from recruitment.models import Application, Round
from recruitment.scores import ScoreRow, expected
from staffing.models import Auxiliary
from tests.bureaus.factories import make_applicant, make_person
from tests.recruitment.factories import ANNOUNCED, CLOSES, fill_in, fresh, make_application, make_draft, make_round, post
from tests.recruitment.stages import (
    POSTED,
    POSTED_OUT,
    RECHECKED,
    REVIEWED,
    SEATED,
    WRITTEN,
    applications,
    at,
    clerk,
    confirm,
    hr,
    make_calendar,
    release,
    score,
)
from tests.recruitment.stages import close as close
from tests.recruitment.stages import seat as seat
from tests.staffing.factories import make_auxiliary, make_county

ASSESSED, JUDGED = at(4, 17), at(4, 22)
SAT = WRITTEN
KNOWN = {
    "education": Education.BACHELOR,
    "trainee": False,
    "retired_or_on_unpaid_leave": False,
    "insurance_movable": True,
    "party_member": False,
    "party_file_movable": None,
}
FIVE = ("90.00", "85.00", "80.00", "75.00", "95.00")


def make_internal_round(*, county: County | None = None, headcount: int = 1, **scheme: object) -> Round:
    """An announced round of internal selection in a county of one office, registration open."""
    make_calendar()
    round = make_round(county or make_county(offices=1), headcount=headcount, track="internal", title="演示县2024年择优选聘司法协理员")
    if scheme:
        with clock.standing_at(ANNOUNCED):
            actions.change_scheme(round=round, by=clerk(round), seen=fresh(round).version, now=ANNOUNCED, **scheme)
    post(fresh(round), "announcement", ANNOUNCED)
    return fresh(round)


def make_serving(round: Round, *, name: str = "李辅助", **facts: object) -> Auxiliary:
    """Somebody on the roster of the round's county of whom everything is known."""
    return make_auxiliary(round.county, name=name, **(KNOWN | facts))


def make_candidate(round: Round, row: Auxiliary | None = None, *, number: str = "") -> User:
    """An account whose profile bears the number of a roster row (or another)."""
    by = make_applicant()
    with clock.standing_at(ANNOUNCED):
        actions.save_profile(
            name=row.name if row else by.name, id_number=number or (row or make_serving(round)).id_number, address="", by=by, now=ANNOUNCED
        )
    return User.objects.get(pk=by.pk)


def apply(round: Round, row: Auxiliary | None = None) -> Application:
    return make_application(fresh(round), make_candidate(round, row or make_serving(round)))


def draft(round: Round, row: Auxiliary) -> Application:
    return make_draft(fresh(round), make_candidate(round, row))


def filled(round: Round, row: Auxiliary) -> Application:
    return fill_in(draft(round, row))


def close_registration(round: Round) -> Round:
    with clock.standing_at(CLOSES):
        actions.close_due(now=CLOSES)
    return fresh(round)


def review_all(round: Round) -> Round:
    with clock.standing_at(REVIEWED):
        for application in applications(round):
            said = {
                "application": application,
                "decision": "passed",
                "answers": {finding.rule.key: True for finding in eligibility.verdict(application).open},
                "reason": "",
                "sentence": "",
            }
            entry = actions.enter_review(**said, by=clerk(round), seen=application.version, now=REVIEWED)
            actions.confirm_entry(entry=entry, by=hr(round), seen=application.version, now=REVIEWED)
    return fresh(round)


def make_assessment_round(*, people: int = 3, **words: object) -> Round:
    """Everybody has passed the review and has a seat; the 考核 is open."""
    round = make_internal_round(**words)
    for _ in range(people):
        apply(round)
    return fresh(close(seat(review_all(close_registration(round))), SEATED))


def office_of(round: Round) -> User:
    """An account of the county's one office."""
    office = round.county.offices.get()
    return User.objects.filter(office=office).first() or make_person(Role.OFFICE, round.county, office=office)


def give_opinions(round: Round, marks: Sequence[str] = FIVE) -> None:
    """The office marks all of its people alike."""
    with clock.standing_at(ASSESSED):
        for application in Application.objects.at("assessment").filter(round=round).order_by("pk"):
            five = dict(zip(("integrity", "ability", "diligence", "results", "probity"), map(Decimal, marks), strict=True))
            actions.give_opinion(application=application, marks=five, words="工作认真", by=office_of(round), now=ASSESSED)


def five_of(total: str) -> tuple[Decimal, ...]:
    """Five equal marks, which any weights make that total."""
    return (Decimal(total),) * 5


def assessment_rows(round: Round, totals: Sequence[str | Sequence[str]]) -> list[ScoreRow]:
    """The bureau's marks in the order in which people registered: five for each, or one for all five."""
    people = {seat.application_id: seat for seat in expected(round, "assessment")}
    return [
        ScoreRow(
            ticket_number=people[pk].ticket_number,
            name=people[pk].application.name,
            panel=five_of(given) if isinstance(given, str) else tuple(map(Decimal, given)),
        )
        for pk, given in zip(sorted(people), totals, strict=True)
    ]


def enter_assessment(round: Round, totals: Sequence[str | Sequence[str]], *, now=ASSESSED, **words: object):
    with clock.standing_at(now):
        return actions.enter_scores(round=round, stage="assessment", rows=assessment_rows(round, totals), by=clerk(round), now=now, **words)


def assess(round: Round, totals: Sequence[str | Sequence[str]], *, now=ASSESSED, **words: object):
    """Entered, confirmed, released."""
    return release(confirm(enter_assessment(round, totals, now=now, **words), now), now)


def make_exam_round(totals: Sequence[str] = ("90.00", "80.00", "70.00"), **words: object) -> Round:
    """The 考核 is over, the exam is open to those who passed it."""
    round = make_assessment_round(people=len(totals), **words)
    give_opinions(round)
    assess(round, totals)
    return fresh(close(fresh(round), JUDGED))


def make_ranked_round(exam: Sequence[str] = ("80.00", "90.00", "60.00"), **words: object) -> Round:
    """The order of merit is out."""
    round = make_exam_round(**words)
    score(round, "exam", exam, SAT)
    return fresh(round)


def make_published_round(**words: object) -> Round:
    """公示 is running."""
    round = make_ranked_round(**words)
    post(round, "results", SAT)
    round = fresh(close(round, RECHECKED))
    post(round, "proposed_hires", POSTED)
    return fresh(round)


def make_contract_round(**words: object) -> Round:
    return fresh(close(make_published_round(**words), POSTED_OUT))


BORN = date(1996, 5, 20)
