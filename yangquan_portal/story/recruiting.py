"""A round from registration to contract, as its applicants and its county's staff would act."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bureaus import actions as bureaus
from bureaus.acts import action
from bureaus.models import User
from policy.appraisal import DIMENSIONS
from policy.powers import Role
from policy.progress import Outcome
from policy.rules import Effect
from recruitment import actions, eligibility
from recruitment.actions.papers import Arrival
from recruitment.models import Application, Entry, Mark, Round, ScoreSheet, Status, Vacancy
from recruitment.models.rounds import OpeningOutcome
from recruitment.progress import untold_openings
from recruitment.ranking import headcount
from recruitment.registration import fields_of, required_of, sections_of
from yangquan_portal.story import planning
from yangquan_portal.story.people import Person, people
from yangquan_portal.story.staff import Team


@action
def register(
    person: Person, *, vacancy: Vacancy, now: datetime, password: str | None = None, declared: dict[str, bool] | None = None
) -> Application:
    """Open an account, fill in everything, submit: one verb of many, so that a story of a thousand people commits a thousand times."""
    account = open_account(person, now=now, password=password)
    return apply_for(person, account=account, vacancy=vacancy, now=now, declared=declared)


def eligible_people(round: Round, seed: int) -> Iterator[Person]:
    """People whose birth dates lie in the window that the round announces."""
    window = eligibility.birth_window(round)
    return people(seed, first=window.first, last=window.last) if window else iter(())


def open_account(person: Person, *, now: datetime, password: str | None = None) -> User:
    """The account of an applicant whose number has been confirmed."""
    return bureaus.open_account(
        username=person.account,
        name=person.name,
        role=Role.APPLICANT,
        password=password,
        phone=person.phone,
        phone_verified=True,
        is_demo=True,
        now=now,
    )


def apply_for(person: Person, *, account: User, vacancy: Vacancy, now: datetime, declared: dict[str, bool] | None = None) -> Application:
    """Fill in a registration page by page and submit it."""
    application = fill_in(person, account=account, vacancy=vacancy, now=now, declared=declared)
    return actions.submit(application=application, nonce=_nonce(application), by=account, seen=application.version, now=now)


def fill_in(person: Person, *, account: User, vacancy: Vacancy, now: datetime, declared: dict[str, bool] | None = None) -> Application:
    """A registration with every page filled in, not yet submitted."""
    actions.save_profile(name=person.name, id_number=person.id_number, address="演示地址", by=account, now=now)
    application = actions.begin_application(round=vacancy.round, by=account, now=now)

    def save(section: str, **fields: object) -> None:
        nonlocal application
        application = actions.save_section(application=application, section=section, by=account, now=now, **fields)

    said: dict[str, dict[str, object]] = {
        "vacancy": {"vacancy": vacancy},
        "education": {
            "education": person.education,
            "school": person.school,
            "major": person.major,
            "graduated_on": person.graduated_on,
        },
        "residence": {
            "registered_in_yangquan": person.registered_in_yangquan,
            "registered_address": "演示户籍地址",
            "lives_in_yangquan": person.lives_in_yangquan,
        },
        "experience": {
            "has_legal_qualification": person.has_legal_qualification,
            "studied_law": person.studied_law,
            "served_in_justice": person.served_in_justice,
            "experience": "演示经历",
        },
    }
    for section in sections_of(application.round):
        fields = fields_of(application, section)
        save(section, **{field: said[section][field] for field in fields})
    papers = [Arrival.of(kind, picture()) for kind in required_of(application.round)]
    actions.attach_each(application=application, arrivals=papers, by=account, now=now)
    answers = {rule.key: rule.effect is not Effect.BARS for rule in eligibility.asked_of(application)} | (declared or {})
    return actions.declare(
        application=application, declared=answers, relatives=_relatives(application), consent=True, pledge=True, by=account, now=now
    )


def _relatives(application: Application) -> dict[str, str]:
    """One in nine names a relative at work in the county, so that a demonstration has some to show."""
    if application.pk % 9:
        return {}
    return {"name": "演示亲属", "relation": "表兄", "place": f"{application.round.county}司法局，科员（演示）", "others": ""}


@cache
def _jpeg() -> bytes:
    """A plain white picture of photo size."""
    content = BytesIO()
    Image.new("RGB", (295, 413), "white").save(content, "JPEG", quality=40)
    return content.getvalue()


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("yanshi.jpg", _jpeg(), content_type="image/jpeg")


def _nonce(application: Application) -> UUID:
    return UUID(int=application.pk)


def review(team: Team, round: Round, *, now: datetime, only: Sequence[Application] | None = None) -> None:
    """The clerk reviews everything that waits (or only some), 人社局 confirms: what the facts refuse is refused, the rest passes."""
    chosen = None if only is None else {application.pk for application in only}
    for application in waiting(round, "review"):
        if chosen is None or application.pk in chosen:
            _review_one(team, application, now=now)


@action
def _review_one(team: Team, application: Application, *, now: datetime) -> None:
    entry = enter(team, application, now=now)
    actions.confirm_entry(entry=entry, by=team.hr, seen=application.version, now=now)


def enter(team: Team, application: Application, *, now: datetime) -> Entry:
    """The clerk's opinion on one application, waiting for a second person."""
    verdict = eligibility.verdict(application)
    refused = verdict.failed[0].rule if verdict.failed else None
    return actions.enter_review(
        application=application,
        decision=Outcome.FAILED if refused else Outcome.PASSED,
        answers={finding.rule.key: True for finding in verdict.open},
        reason=refused.key if refused else "",
        sentence=f"您的情况不符合“{refused.clause.quote}”的条件。" if refused else "",
        by=team.clerk,
        seen=application.version,
        now=now,
    )


def return_for_correction(team: Team, application: Application, *, now: datetime) -> Application:
    """Send one application back, and have its person submit it again."""
    entry = actions.enter_review(
        application=application,
        decision="returned",
        answers={},
        reason="education",
        sentence="毕业证书照片不清楚，请重新上传。",
        by=team.clerk,
        seen=application.version,
        now=now,
    )
    returned = actions.confirm_entry(entry=entry, by=team.hr, seen=application.version, now=now)
    account = returned.applicant
    actions.attach(application=returned, kind="diploma", upload=picture(), by=account, now=now)
    returned.refresh_from_db()
    return actions.submit(application=returned, nonce=UUID(int=10**9 + returned.pk), by=account, seen=returned.version, now=now)


def decide_openings(team: Team, round: Round, *, now: datetime) -> None:
    """Vacancies below the opening ratio are reduced, or kept where nothing would be left: the clerk proposes, the head confirms."""
    ratio = round.scheme.number("opening_ratio")
    proposed = []
    for vacancy in round.vacancies.order_by("code"):
        qualified = Application.objects.at("written_exam").filter(vacancy=vacancy).count()
        if qualified >= ratio * vacancy.headcount:
            continue
        kept = qualified // ratio
        outcome = OpeningOutcome.REDUCE if kept else OpeningOutcome.RETAIN if qualified else OpeningOutcome.CANCEL
        reason = "经县（区）司法局会同人社局研究，予以保留。" if outcome is OpeningOutcome.RETAIN else ""
        proposed.append(actions.propose_opening(vacancy=vacancy, outcome=outcome, reason=reason, by=team.clerk, now=now).pk)
    if proposed:
        actions.confirm_openings(round=round, proposals=proposed, by=team.head, now=now)
    if untold_openings(round).exists():
        planning.post(team, round, "opening_changes", now=now)


def seat(team: Team, round: Round, *, starts_at: datetime, seed: str, now: datetime) -> None:
    """Name the site, draw the seats, issue the tickets."""
    actions.set_site(
        round=round, name=f"{team.county}第一中学（演示）", address=f"{team.county}演示路1号", starts_at=starts_at, by=team.clerk, now=now
    )
    actions.allocate_seats(round=round, by=team.clerk, now=now, seed=seed)
    actions.issue_tickets(round=round, by=team.clerk, now=now)


def assess(team: Team, application: Application, *, marks: Sequence[int], now: datetime) -> None:
    """The office's opinion of one of its own people: 德, 能, 勤, 绩, 廉."""
    given = {key: Decimal(mark) for key, mark in zip(DIMENSIONS, marks, strict=True)}
    actions.give_opinion(application=application, marks=given, words="演示评语：工作认真。", by=team.office, now=now)


def score(team: Team, round: Round, stage: str, rows: Sequence[actions.ScoreRow], *, now: datetime) -> ScoreSheet:
    """The clerk enters, the other clerk confirms, 人社局 releases."""
    sheet = actions.enter_scores(round=round, stage=stage, rows=rows, by=team.clerk, now=now)
    sheet = actions.confirm_scores(sheet=sheet, by=team.second, now=now)
    return actions.release_scores(sheet=sheet, by=team.hr, now=now)


def written_rows(round: Round, dice: random.Random) -> list[actions.ScoreRow]:
    """Marks around 68; some do not come, one breaks the rules, two tie at the cut, and two stay level for the 加试."""
    people = sitting(round)
    rows: dict[int, actions.ScoreRow] = {}
    for place, person in enumerate(people):
        ticket = person.seat.ticket_number
        if place == 1:
            rows[person.pk] = actions.ScoreRow(ticket_number=ticket, mark=Mark.VIOLATION)
        elif dice.random() < 0.03:
            rows[person.pk] = actions.ScoreRow(ticket_number=ticket, mark=Mark.ABSENT)
        else:
            rows[person.pk] = actions.ScoreRow(ticket_number=ticket, value=_mark(dice, 68, 14))
    _level(rows, _equals(round, people))
    _tie_at_cut(round, people, rows)
    return list(rows.values())


def _tie_at_cut(round: Round, people: Sequence[Application], rows: dict[int, actions.ScoreRow]) -> None:
    """In the first vacancy where more came than may enter, the first who would not enter gets the mark of the last who does."""
    for vacancy in round.vacancies.select_related("opening").order_by("code"):
        places = headcount(vacancy) * round.scheme.number("interview_ratio")
        came = [person for person in people if person.vacancy_id == vacancy.pk and rows[person.pk].value is not None]
        came.sort(key=lambda person: (-(rows[person.pk].value or 0), person.pk))
        if len(came) > places and (rows[came[places - 1].pk].value or 0) >= 60:
            rows[came[places].pk] = actions.ScoreRow(ticket_number=came[places].seat.ticket_number, value=rows[came[places - 1].pk].value)
            return


def _equals(round: Round, people: Sequence[Application]) -> tuple[Application, Application] | None:
    """Two people for the same single place whom no preference tells apart."""
    for vacancy in round.vacancies.select_related("opening").order_by("-code"):
        if headcount(vacancy) != 1:
            continue
        mine = [person for person in people if person.vacancy_id == vacancy.pk and not eligibility.is_preferred(person)]
        if len(mine) >= 2:
            return mine[0], mine[1]
    return None


def _level(rows: dict[int, actions.ScoreRow], pair: tuple[Application, Application] | None) -> None:
    """Give the pair one and the same written mark, so that only a 加试 can tell them apart later."""
    for person in pair or ():
        rows[person.pk] = actions.ScoreRow(ticket_number=person.seat.ticket_number, value=Decimal("91.0"))


def interview_rows(round: Round, dice: random.Random) -> list[actions.ScoreRow]:
    """The panel's marks around 78 for everyone on the shortlist; some do not come.

    The pair with equal written marks gets equal marks again, and everybody else for that place stays below the line.
    """
    panelists = round.panelists.count()
    people = waiting(round, "interview")
    pair = _equals(round, people)
    rows = []
    for person in people:
        ticket = person.seat.ticket_number
        if pair and person in pair:
            rows.append(actions.ScoreRow(ticket_number=ticket, panel=(Decimal("90.0"),) * panelists))
        elif pair and person.vacancy_id == pair[0].vacancy_id:
            rows.append(actions.ScoreRow(ticket_number=ticket, panel=(Decimal("55.0"),) * panelists))
        elif dice.random() < 0.03:
            rows.append(actions.ScoreRow(ticket_number=ticket, mark=Mark.ABSENT))
        else:
            middle = dice.randint(70, 88)
            rows.append(actions.ScoreRow(ticket_number=ticket, panel=tuple(_mark(dice, middle, 3) for _ in range(panelists))))
    return rows


def settle_ties(team: Team, round: Round, *, now: datetime) -> int:
    """Hold a 加试 for everyone in a tie at the cut; returns how many sat it."""
    tied = list(
        Application.objects.filter(standing__vacancy__round=round, standing__unsettled=True)
        .select_related("seat")
        .order_by("seat__ticket_number")
    )
    if tied:
        rows = [actions.ScoreRow(ticket_number=person.seat.ticket_number, value=Decimal(90 - place)) for place, person in enumerate(tied)]
        score(team, round, "extra_test", rows, now=now)
    return len(tied)


def decide(team: Team, application: Application, stage: str, outcome: Outcome, *, now: datetime, sentence: str = "") -> None:
    """One clerk enters the outcome of 考察 or 体检, the other confirms it."""
    entry = actions.enter_result(
        application=application,
        stage=stage,
        outcome=outcome,
        reason="" if outcome is Outcome.PASSED else "other",
        sentence=sentence,
        note="演示记录",
        by=team.clerk,
        seen=application.version,
        now=now,
    )
    actions.confirm_entry(entry=entry, by=team.second, seen=application.version, now=now)


def decide_all(team: Team, round: Round, stage: str, *, now: datetime, failing: Iterable[int] = (), sentence: str = "") -> None:
    """Decide everyone at the stage; those with a key in `failing` fail."""
    failing = set(failing)
    for application in waiting(round, stage):
        failed = application.pk in failing
        decide(team, application, stage, Outcome.FAILED if failed else Outcome.PASSED, now=now, sentence=sentence if failed else "")


def substitute(team: Team, round: Round, *, now: datetime) -> int:
    """Call the next in line wherever a place fell free and somebody waits; returns how many were called."""
    called = 0
    for vacancy in round.vacancies.order_by("code"):
        try:
            called += len(actions.substitute(vacancy=vacancy, by=team.clerk, now=now))
        except actions.Impossible:
            continue
    return called


def sign_all(team: Team, round: Round, *, starts_on: date, signed_on: date, now: datetime) -> int:
    """Prepare and sign the contract of everyone who has come so far."""
    people = waiting(round, "contract")
    for application in people:
        actions.prepare_contract(application=application, starts_on=starts_on, by=team.clerk, seen=application.version, now=now)
        actions.sign_contract(application=application, signed_on=signed_on, by=team.head, seen=application.version, now=now)
    return len(people)


def close(team: Team, round: Round, stage: str, *, now: datetime) -> Round:
    """Close the open stage; everything that blocks it is an error of the story."""
    round.refresh_from_db()
    return actions.close_stage(round=round, stage=stage, by=team.clerk, seen=round.version, now=now)


def waiting(round: Round, stage: str) -> list[Application]:
    """Everyone live at a stage, in the order they registered."""
    people = Application.objects.at(stage).filter(round=round).order_by("pk")
    return list(people.select_related("round__county", "round__scheme", "round__intake", "vacancy", "applicant", "seat"))


def sitting(round: Round) -> list[Application]:
    """Everyone with a seat, in the order of ticket numbers."""
    people = Application.objects.filter(round=round, seat__isnull=False).order_by("seat__ticket_number")
    return list(people.select_related("seat", "vacancy", "round__scheme", "round__intake"))


def _mark(dice: random.Random, middle: int, spread: int) -> Decimal:
    """A mark with one decimal place, in whole tenths so that nothing is ever a float."""
    tenths = min(max(int(dice.gauss(middle * 10, spread * 10)), 10), 1000)
    return Decimal(tenths) / 10


def still_in(round: Round) -> int:
    """People of the round who are neither out nor drafts."""
    return Application.objects.filter(round=round, status__in=[Status.ACTIVE, Status.RETURNED, Status.HIRED]).count()


def vacancies_of(round: Round) -> list[Vacancy]:
    """The round's vacancies with everything a registration asks of them."""
    return list(round.vacancies.select_related("round__scheme", "round__intake", "round__county").order_by("code"))
