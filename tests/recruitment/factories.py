"""Plain factories for recruitment: an announced round, an applicant, an application at each step. Everything goes through the actions."""

from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import count
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bureaus import clock
from bureaus.models import County, User
from policy.identity import check_digit
from policy.people import Education
from policy.powers import Role
from recruitment import actions, eligibility
from recruitment.actions.papers import Arrival
from recruitment.models import Application, OpeningDecision, OpeningProposal, PublicNotice, Round, Vacancy
from recruitment.registration import fields_of, required_of, sections_of
from staffing.models import QuotaPlan
from tests.bureaus.factories import make_applicant
from tests.staffing.factories import city, make_county, make_filed_plan, staff

DRAWN_UP = datetime(2024, 3, 18, 9, 0, tzinfo=clock.BEIJING)
ANNOUNCED = datetime(2024, 3, 19, 9, 0, tzinfo=clock.BEIJING)
OPENS = datetime(2024, 3, 25, 9, 0, tzinfo=clock.BEIJING)
OPEN = datetime(2024, 3, 26, 10, 0, tzinfo=clock.BEIJING)
CLOSES = datetime(2024, 4, 12, 18, 0, tzinfo=clock.BEIJING)
_next = count(1)


def make_id_number(born_on: str = "19960712") -> str:
    """A number that checks, for somebody who does not exist."""
    first17 = f"140322{born_on}{next(_next) % 1000:03d}"
    return first17 + check_digit(first17)


def make_picture(width: int = 600, height: int = 800, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, _jpeg(width, height), content_type="image/jpeg")


@cache
def _jpeg(width: int, height: int) -> bytes:
    held = BytesIO()
    Image.new("RGB", (width, height), "#7090b0").save(held, "JPEG")
    return held.getvalue()


def make_round(
    county: County | None = None,
    *,
    opens: datetime = OPENS,
    closes: datetime = CLOSES,
    headcount: int = 1,
    title: str = "",
    track: str = "public",
) -> Round:
    """A round with a vacancy at each of the county's offices, still in draft."""
    county = county or make_county("盂县" if not County.objects.filter(name="盂县").exists() else "")
    filed = QuotaPlan.objects.in_force().filter(county=county).first()
    plan = filed or make_filed_plan(county, **{f"planned_{track}": headcount})
    clerk = staff(county, Role.COUNTY_CLERK)
    with clock.standing_at(DRAWN_UP):
        intake = actions.open_intake(title=f"2024 年第 {next(_next)} 次招聘", track=track, by=city(), now=DRAWN_UP)
        round = actions.begin_round(
            intake=intake,
            plan=plan,
            title=title or f"{county.name}2024年公开招聘司法协理员",
            registration_opens_at=opens,
            registration_closes_at=closes,
            by=clerk,
            now=DRAWN_UP,
        )
        numbers = {line.pk: headcount for line in plan.lines.all()}
        return actions.set_vacancies(round=round, headcounts=numbers, by=clerk, seen=round.version, now=DRAWN_UP)


def post(round: Round, kind: str, now: datetime) -> PublicNotice:
    """Prepare, sign by both bureaus, post."""
    clerk, head, hr = (staff(round.county, role) for role in (Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR))
    with clock.standing_at(now):
        notice = actions.prepare_notice(round=round, kind=kind, by=clerk, now=now)
        notice = actions.sign_notice(notice=notice, by=head, seen=notice.version, now=now)
        notice = actions.sign_notice(notice=notice, by=hr, seen=notice.version, now=now)
        return actions.post_notice(notice=notice, by=clerk, seen=notice.version, now=now)


def propose_opening(
    vacancy: Vacancy, outcome: str, *, now: datetime, reason: str = "", switch_until: datetime | None = None
) -> OpeningProposal:
    """What the county's clerk proposes for a vacancy."""
    by = staff(vacancy.round.county, Role.COUNTY_CLERK)
    with clock.standing_at(now):
        return actions.propose_opening(vacancy=vacancy, outcome=outcome, reason=reason, switch_until=switch_until, by=by, now=now)


def decide_opening(
    vacancy: Vacancy, outcome: str, *, now: datetime, reason: str = "", switch_until: datetime | None = None
) -> OpeningDecision:
    """Proposed by the clerk and confirmed by the head."""
    proposal = propose_opening(vacancy, outcome, now=now, reason=reason, switch_until=switch_until)
    head = staff(vacancy.round.county, Role.COUNTY_HEAD)
    with clock.standing_at(now):
        return actions.confirm_openings(round=vacancy.round, proposals=[proposal.pk], by=head, now=now)[0]


def make_announced_round(county: County | None = None, **words: object) -> Round:
    round = make_round(county, **words)
    post(round, "announcement", ANNOUNCED)
    return fresh(round)


def fresh(round: Round) -> Round:
    return Round.objects.select_related("county", "intake", "scheme", "plan").get(pk=round.pk)


def make_draft(round: Round | None = None, by: User | None = None, *, now: datetime = OPEN) -> Application:
    with clock.standing_at(now):
        return actions.begin_application(
            round=round or make_announced_round(), by=by or make_applicant(password=None), now=now
        )  # nobody signs in by it


def fill_in(
    application: Application, *, now: datetime = OPEN, born_on: str = "19960712", relatives: dict[str, str] | None = None, **fields: object
) -> Application:
    """Every page of the registration, ready to be submitted. `fields` replace single answers."""
    by = application.applicant
    said = {
        "vacancy": {"vacancy": application.round.vacancies.first()},
        "education": {"education": Education.BACHELOR, "school": "山西大学", "major": "法学", "graduated_on": date(2019, 7, 1)},
        "residence": {"registered_in_yangquan": True, "registered_address": "阳泉市盂县秀水镇", "lives_in_yangquan": True},
        "experience": {"has_legal_qualification": False, "studied_law": True, "served_in_justice": False, "experience": ""},
    }
    with clock.standing_at(now):
        if not hasattr(by, "profile"):
            actions.save_profile(name=by.name, id_number=make_id_number(born_on), address="", by=by, now=now)
        for section in sections_of(application.round):
            chosen = {key: fields.get(key, said[section][key]) for key in fields_of(application, section)}
            actions.save_section(application=application, section=section, by=by, now=now, **chosen)
        papers = [Arrival.of(kind, make_picture(300, 420)) for kind in required_of(application.round)]
        actions.attach_each(application=application, arrivals=papers, by=by, now=now)
        declared = {rule.key: rule.key == "citizenship" for rule in eligibility.asked_of(application)}
        actions.declare(application=application, declared=declared, relatives=relatives or {}, consent=True, pledge=True, by=by, now=now)
    return Application.objects.get(pk=application.pk)


def make_application(round: Round | None = None, by: User | None = None, *, now: datetime = OPEN, **fields: object) -> Application:
    """A submitted application."""
    application = fill_in(make_draft(round, by, now=now), now=now, **fields)
    with clock.standing_at(now):
        return actions.submit(application=application, nonce=uuid4(), by=application.applicant, seen=application.version, now=now)


def after(moment: datetime, **passed: float) -> datetime:
    return moment + timedelta(**passed)
