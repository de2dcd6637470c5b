"""What stands beside recruitment in the demonstration: auxiliaries, a year's budget, a pay scheme. Every figure is marked 演示."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bureaus.acts import action
from documents.models import StoredFile
from documents.uploads import Accept, receive
from staffing import actions
from staffing.models import PayScheme
from yangquan_portal.story.people import Person, people
from yangquan_portal.story.staff import Team

BORN = (date(1985, 1, 1), date(2000, 12, 31))
AMOUNTS = {"base": 2000, "post": 800, "performance": 700, "yearly_step": 100, "least": 2200, "most": 4800}


def listed_people(count: int, seed: int) -> list[Person]:
    """The people whom `list_auxiliaries` puts on a roster, with phones that nobody else of the story has."""
    line = zip(range(count), people(seed, first=BORN[0], last=BORN[1]), strict=False)
    return [replace(person, phone=f"1998{seed % 10}{place:06d}") for place, person in line]


@action
def list_auxiliaries(team: Team, *, count: int, seed: int, now: datetime) -> None:
    """Put people on the county's roster of auxiliaries, the first in the bureau itself, every other in its first office; some answers
    stay open.
    """
    offices = list(team.county.offices.order_by("code"))
    for place, person in enumerate(listed_people(count, seed)):
        facts = actions.AuxiliaryFacts(
            name=person.name,
            id_number=person.id_number,
            office=None if place == 0 else offices[0 if place % 2 == 0 else place % len(offices)],
            first_day=date(now.year - 2 - place % 3, 7, 1),
            education=person.education,
            trainee=place == 1,
            retired_or_on_unpaid_leave=False,
            insurance_movable=None if place == 2 else True,
            party_member=place % 2 == 0,
        )
        actions.enter_auxiliary(county=team.county, facts=facts, by=team.clerk, now=now)


def confirm_budget(team: Team, *, now: datetime) -> None:
    """A year's budget with its paper, confirmed by the head."""
    budget = actions.begin_budget(county=team.county, year=now.year, by=team.clerk, now=now)
    budget = actions.save_budget(
        budget=budget,
        personnel=Decimal(1680000),
        public_funds=Decimal(155000),
        paper_number=f"演示预算〔{now.year}〕1号",
        note="演示数字，不代表任何县（区）的预算",
        document=paper(team, "演示预算批复", now=now),
        by=team.clerk,
        seen=budget.version,
        now=now,
    )
    budget = actions.offer_safeguard(row=budget, by=team.clerk, seen=budget.version, now=now)
    actions.agree_safeguard(row=budget, by=team.head, seen=budget.version, now=now)


def offer_pay(team: Team, *, effective_from: date, now: datetime) -> PayScheme:
    """A pay scheme laid before 人社局."""
    scheme = actions.begin_pay_scheme(county=team.county, by=team.clerk, now=now)
    scheme = actions.save_pay_scheme(
        scheme=scheme,
        effective_from=effective_from,
        amounts={name: Decimal(amount) for name, amount in AMOUNTS.items()},
        allowances=[("法律职业资格津贴（演示）", Decimal(300))],
        growth="",
        insurance="按规定参加基本养老、基本医疗、失业、工伤、生育保险（演示）。",
        leave="执行国家和省有关休假规定（演示）。",
        paper_number=f"演示薪酬〔{now.year}〕1号",
        by=team.clerk,
        seen=scheme.version,
        now=now,
    )
    return actions.offer_safeguard(row=scheme, by=team.clerk, seen=scheme.version, now=now)


def agree_pay(team: Team, scheme: PayScheme, *, now: datetime) -> None:
    """人社局 agrees."""
    actions.agree_safeguard(row=scheme, by=team.hr, seen=scheme.version, now=now)


def upload(name: str) -> SimpleUploadedFile:
    """A white page as a file."""
    picture = BytesIO()
    Image.new("RGB", (420, 594), "white").save(picture, "PNG")
    return SimpleUploadedFile(f"{name}.png", picture.getvalue())


def paper(team: Team, name: str, *, now: datetime) -> StoredFile:
    """A white page that the clerk has received."""
    return receive(upload(name), by=team.clerk, now=now, accept=Accept.PAPER)
