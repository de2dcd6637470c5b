"""A round brought to each of its stages by the actions, in fixed days of 2024. The clerk enters, the head confirms, 人社局 releases."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from bureaus import clock
from bureaus.actions import import_calendar
from bureaus.holidays import known_days
from bureaus.models import CalendarYear, User
from policy.powers import Role
from policy.progress import Outcome
from recruitment import actions, eligibility
from recruitment.models import Application, Mark, Round, ScoreSheet
from recruitment.scores import ScoreRow, expected
from staffing.models import Contract
from tests.recruitment.factories import ANNOUNCED, CLOSES, fresh, make_application, make_round, post
from tests.staffing.factories import make_county, staff


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2024, month, day, hour, minute, tzinfo=clock.BEIJING)


REVIEWED, SEATED, SAT = at(4, 15), at(4, 16), at(4, 27, 9)
WRITTEN, RECHECKED = at(4, 29), at(5, 8)
INTERVIEWED, EXAMINED, POSTED, POSTED_OUT, SIGNED = at(5, 13), at(5, 16), at(5, 20), at(5, 30), at(6, 3)
SCORES = ("91.00", "85.50", "80.00", "72.25", "70.00", "66.00")


def make_calendar(year: int = 2024) -> None:
    """The real calendar of a year: 2024 rests from 5-1 to 5-5, works on Saturday 5-11."""
    if not CalendarYear.objects.filter(pk=year).exists():
        import_calendar(year=year, source="国务院办公厅通知", days=known_days(year), by=None, now=ANNOUNCED)


def clerk(round: Round) -> User:
    return staff(round.county, Role.COUNTY_CLERK)


def head(round: Round) -> User:
    return staff(round.county, Role.COUNTY_HEAD)


def hr(round: Round) -> User:
    return staff(round.county, Role.COUNTY_HR)


def applications(round: Round) -> list[Application]:
    """Everybody, in the order in which they registered, as they stand now."""
    return list(
        Application.objects.filter(round=round).select_related("round__scheme", "round__intake", "vacancy", "applicant").order_by("pk")
    )


def close(round: Round, now: datetime) -> Round:
    round = fresh(round)
    with clock.standing_at(now):
        return actions.close_stage(round=round, stage=round.stage, by=clerk(round), seen=round.version, now=now)


def make_applied_round(*, people: int = 3, headcount: int = 1, **scheme: object) -> Round:
    """An announced round of one office whose registration has closed."""
    make_calendar()
    round = make_round(make_county(offices=1), headcount=headcount)
    if scheme:
        with clock.standing_at(ANNOUNCED):
            actions.change_scheme(round=round, by=clerk(round), seen=fresh(round).version, now=ANNOUNCED, **scheme)
    post(fresh(round), "announcement", ANNOUNCED)
    for _ in range(people):
        make_application(fresh(round))
    with clock.standing_at(CLOSES):
        actions.close_due(now=CLOSES)
    return fresh(round)


def make_reviewed_round(**words: object) -> Round:
    """Everybody has passed the review; nobody has a seat."""
    round = make_applied_round(**words)
    with clock.standing_at(REVIEWED):
        for application in applications(round):
            open_ = {finding.rule.key: True for finding in eligibility.verdict(application).open}
            entry = actions.enter_review(
                application=application,
                decision="passed",
                answers=open_,
                reason="",
                sentence="",
                by=clerk(round),
                seen=application.version,
                now=REVIEWED,
            )
            actions.confirm_entry(entry=entry, by=hr(round), seen=application.version, now=REVIEWED)
    return fresh(round)


def seat(round: Round, *, seed: str = "阳泉") -> Round:
    """Site and seats, told to everyone."""
    with clock.standing_at(SEATED):
        actions.set_site(round=round, name="盂县第一中学", address="秀水镇北街 1 号", starts_at=SAT, by=clerk(round), now=SEATED)
        actions.allocate_seats(round=round, by=clerk(round), now=SEATED, seed=seed)
    post(fresh(round), "exam_arrangement", SEATED)
    return fresh(round)


def make_seated_round(**words: object) -> Round:
    """The written exam is open."""
    return fresh(close(seat(make_reviewed_round(**words)), SEATED))


def rows(round: Round, stage: str, marks: Mapping[int, str | Mark] | Sequence[str | Mark]) -> list[ScoreRow]:
    """A row for everybody expected: marks by application, or in the order in which they registered; for an interview of five who agree."""
    people = [seat.application for seat in expected(round, stage)]
    if not isinstance(marks, Mapping):
        marks = dict(zip(sorted(person.pk for person in people), marks, strict=False))
    found = []
    for seat_ in expected(round, stage):
        mark = marks[seat_.application_id]
        scored = not isinstance(mark, Mark)
        value = Decimal(mark) if scored else None
        panel = (value,) * 5 if stage == "interview" and scored else ()
        found.append(
            ScoreRow(
                ticket_number=seat_.ticket_number,
                name=seat_.application.name,
                mark=Mark.SCORED if scored else mark,
                value=None if stage == "interview" else value,
                panel=panel,
            )
        )
    return found


def enter(round: Round, stage: str, marks, now: datetime, **words: object) -> ScoreSheet:
    with clock.standing_at(now):
        return actions.enter_scores(round=round, stage=stage, rows=rows(round, stage, marks), by=clerk(round), now=now, **words)


def confirm(sheet: ScoreSheet, now: datetime) -> ScoreSheet:
    with clock.standing_at(now):
        return actions.confirm_scores(sheet=sheet, by=head(sheet.round), now=now)


def release(sheet: ScoreSheet, now: datetime) -> ScoreSheet:
    with clock.standing_at(now):
        return actions.release_scores(sheet=sheet, by=hr(sheet.round), now=now)


def score(round: Round, stage: str, marks, now: datetime, **words: object) -> ScoreSheet:
    """Entered, confirmed, released."""
    return release(confirm(enter(round, stage, marks, now, **words), now), now)


def make_interview_round(written: Sequence[str | Mark] = SCORES[:3], **words: object) -> Round:
    """The interview is open, its panel named."""
    round = make_seated_round(people=len(written), **words)
    score(round, "written_exam", written, WRITTEN)
    post(fresh(round), "interview_list", WRITTEN)
    round = fresh(close(round, RECHECKED))
    name_panel(round)
    return round


def name_panel(round: Round, now: datetime = RECHECKED) -> None:
    with clock.standing_at(now):
        panelists = [(f"考官某{number}", number == 1) for number in range(1, 6)]
        actions.set_panel(round=round, panelists=panelists, by=clerk(round), now=now)


def make_inspection_round(
    written: Sequence[str | Mark] = SCORES[:3], interview: Sequence[str | Mark] = SCORES[:3], **words: object
) -> Round:
    """The order of merit is out, and whoever was proposed is being inspected."""
    round = make_interview_round(written, **words)
    score(round, "interview", interview, INTERVIEWED)
    post(fresh(round), "results", INTERVIEWED)
    return fresh(close(round, INTERVIEWED))


def settle(application: Application, stage: str, outcome: Outcome = Outcome.PASSED, now: datetime = EXAMINED) -> Application:
    """One outcome, entered by the clerk and confirmed by the head."""
    application = Application.objects.select_related("round__county").get(pk=application.pk)
    round = application.round
    failed = outcome is Outcome.FAILED
    with clock.standing_at(now):
        entry = actions.enter_result(
            application=application,
            stage=stage,
            outcome=outcome,
            reason="other" if failed else "",
            sentence="体检不符合标准" if failed else ("本人书面放弃" if outcome is Outcome.WITHDREW else ""),
            note="肝功能异常" if failed else "",
            by=clerk(round),
            seen=application.version,
            now=now,
        )
        return actions.confirm_entry(entry=entry, by=head(round), seen=application.version, now=now)


def settle_all(round: Round, stage: str, now: datetime = EXAMINED) -> None:
    for application in Application.objects.at(stage).filter(round=round).order_by("pk"):
        settle(application, stage, now=now)


def make_medical_round(**words: object) -> Round:
    round = make_inspection_round(**words)
    settle_all(round, "inspection")
    return fresh(close(round, EXAMINED))


def make_published_round(**words: object) -> Round:
    """公示 is running."""
    round = make_medical_round(**words)
    settle_all(round, "medical")
    round = close(round, EXAMINED)
    post(fresh(round), "proposed_hires", POSTED)
    return fresh(round)


def make_contract_round(**words: object) -> Round:
    """公示 is over, contracts may be signed."""
    return fresh(close(make_published_round(**words), POSTED_OUT))


def prepare(application: Application, *, starts_on: date = date(2024, 6, 3), now: datetime = POSTED_OUT) -> Contract:
    application = Application.objects.select_related("round__county").get(pk=application.pk)
    with clock.standing_at(now):
        return actions.prepare_contract(
            application=application, starts_on=starts_on, by=clerk(application.round), seen=application.version, now=now
        )


def sign(application: Application, *, signed_on: date = date(2024, 6, 3), now: datetime = SIGNED) -> Contract:
    application = Application.objects.select_related("round__county").get(pk=application.pk)
    with clock.standing_at(now):
        return actions.sign_contract(
            application=application, signed_on=signed_on, by=head(application.round), seen=application.version, now=now
        )
