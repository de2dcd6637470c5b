"""Plain factories for staffing and what stands on it: a county with offices and people, and its plan at each step of the way."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bureaus import clock
from bureaus.models import County, JudicialOffice, User
from documents.models import StoredFile
from documents.uploads import Accept, receive
from policy.filings import KINDS, QUOTA, Mark, checklist
from policy.identity import check_digit
from policy.powers import Role
from staffing import actions
from staffing.models import Assistant, Auxiliary, Budget, PayScheme, PlanLine, QuotaPlan

NOW = datetime(2024, 3, 4, 2, 0, tzinfo=UTC).astimezone(clock.BEIJING)
_next = count(1)


def make_county(name: str = "", *, offices: int = 2) -> County:
    number = next(_next)
    name = name or f"第{number}县"
    county = County.objects.create(
        code=f"{140000 + number}", name=name, justice_bureau=f"{name}司法局", hr_bureau=f"{name}人力资源和社会保障局"
    )
    for _ in range(offices):
        make_office(county)
    return county


def make_office(county: County, name: str = "") -> JudicialOffice:
    number = next(_next)
    return JudicialOffice.objects.create(
        county=county, name=name or f"第{number}司法所", town=f"第{number}镇", code=f"{140300000 + number}"
    )


def make_user(role: Role, county: County | None = None, *, office: JudicialOffice | None = None, name: str = "") -> User:
    number = next(_next)
    user = User(username=f"{role}-{number}", name=name or f"{role.title}{number}", role=role, county=county, office=office, date_joined=NOW)
    user.set_unusable_password()
    user.save()
    return user


def staff(county: County, role: Role) -> User:
    """The county's first account of a role, opened when there is none."""
    return User.objects.filter(county=county, role=role).order_by("pk").first() or make_user(role, county)


def city() -> User:
    return User.objects.filter(role=Role.CITY).order_by("pk").first() or make_user(Role.CITY)


def make_plan(county: County | None = None, *, year: int = 2024) -> QuotaPlan:
    """A plan just begun, every cell empty."""
    county = county or make_county()
    return actions.begin_plan(county=county, year=year, by=staff(county, Role.COUNTY_CLERK), now=NOW)


def fill_in(plan: QuotaPlan, *, by: User | None = None, **numbers: int | None) -> QuotaPlan:
    """Enter the same numbers on every line; by default 2 posts and 2 assistants, just the average."""
    row = {"established_posts": 2, "in_post": 1, "serving_assistants": 0, "planned_internal": 1, "planned_public": 1} | numbers
    by = by or staff(plan.county, Role.COUNTY_CLERK)
    return actions.save_lines(plan=plan, numbers={line.pk: row for line in plan.lines.all()}, by=by, seen=plan.version, now=NOW)


def make_countersigned_plan(county: County | None = None, **numbers: int) -> QuotaPlan:
    return countersign(fill_in(make_plan(county), **numbers))


def countersign(plan: QuotaPlan, *, now: datetime = NOW) -> QuotaPlan:
    """Handed on by the clerk and countersigned."""
    plan = actions.offer_plan(plan=plan, by=staff(plan.county, Role.COUNTY_CLERK), seen=plan.version, now=now)
    return actions.countersign_plan(plan=plan, by=staff(plan.county, Role.COUNTY_HR), seen=plan.version, now=now)


def make_submitted_plan(county: County | None = None, **numbers: int) -> QuotaPlan:
    plan = make_countersigned_plan(county, **numbers)
    return actions.submit_plan(plan=plan, by=staff(plan.county, Role.COUNTY_HEAD), seen=plan.version, now=NOW)


def make_filed_plan(county: County | None = None, **numbers: int) -> QuotaPlan:
    """A filed plan, gone the whole way by the actions: by default one internal and one public place an office."""
    plan = make_submitted_plan(county, **numbers)
    number = actions.suggested_filing_number(plan, now=NOW)
    return actions.file_plan(plan=plan, filing_number=number, marks=checked(), by=city(), now=NOW)


def checked(kind: str = QUOTA) -> dict[str, str]:
    """The city's checklist, every point of it met."""
    return {key: Mark.MET.value for key, _ in checklist(KINDS[kind])}


def make_line(**numbers: int) -> PlanLine:
    """A line of a filed plan of one office."""
    return make_filed_plan(make_county(offices=1), **{"established_posts": 4, **numbers}).lines.get()


def make_number(born_on: date = date(1996, 5, 20)) -> str:
    """A number nobody else has, with its right check digit; the sex alternates."""
    first17 = f"140302{born_on:%Y%m%d}{next(_next) % 1000:03d}"
    return first17 + check_digit(first17)


def make_assistant(
    line: PlanLine | None = None,
    *,
    name: str = "王小明",
    starts_on: date = date(2024, 3, 1),
    probation_months: int = 3,
    **facts,
) -> Assistant:
    """Somebody hired on a line, the whole way by the actions: a place reserved, a contract prepared and signed."""
    line = line or make_line(planned_public=3)
    county = line.plan.county
    number = next(_next)
    actions.reserve(line=line, track="public", number=1, reference=f"岗位 {number}", now=NOW)
    contract = actions.prepare_contract(
        county=county,
        line=line,
        track="public",
        office=line.office,
        reference=f"报名 {number}",
        starts_on=starts_on,
        term_months=36,
        probation_months=probation_months,
        by=staff(county, Role.COUNTY_CLERK),
        now=NOW,
    )
    facts = {"sex": "男", "id_number": make_number(), "phone": "13800000000", "address": "演示路 1 号"} | facts
    person = actions.PersonFacts(name=name, **facts)
    signed = actions.sign_contract(
        contract=contract, person=person, signed_on=date(2024, 3, 4), by=staff(county, Role.COUNTY_HEAD), now=NOW
    )
    return signed.assistant


def make_auxiliary(county: County | None = None, *, name: str = "李辅助", **facts) -> Auxiliary:
    """Somebody on the county's roster of auxiliaries since 2020."""
    county = county or make_county()
    facts = {"id_number": make_number(), "office": county.offices.first(), "first_day": date(2020, 1, 1)} | facts
    return actions.enter_auxiliary(
        county=county, facts=actions.AuxiliaryFacts(name=name, **facts), by=staff(county, Role.COUNTY_CLERK), now=NOW
    )


@cache
def make_page() -> bytes:
    """A page that somebody has photographed."""
    picture = BytesIO()
    Image.new("RGB", (600, 800), "white").save(picture, "PNG")
    return picture.getvalue()


def paper(name: str = "材料") -> SimpleUploadedFile:
    """The page as a form takes it."""
    return SimpleUploadedFile(f"{name}.png", make_page())


def make_document(by: User) -> StoredFile:
    """A one-page paper as somebody uploads it."""
    return receive(paper("预算批复"), by=by, now=NOW, accept=Accept.PAPER)


BUDGET = {"personnel": Decimal("1200000.00"), "public_funds": Decimal("180000.50"), "paper_number": "演财〔2024〕3号", "note": ""}
AMOUNTS = {
    "base": Decimal("2000.00"),
    "post": Decimal("800.00"),
    "performance": Decimal("700.00"),
    "yearly_step": Decimal("100.00"),
    "least": Decimal("2200.00"),
    "most": Decimal("4800.00"),
}
PAY = {
    "effective_from": date(2024, 3, 1),
    "amounts": AMOUNTS,
    "allowances": [("法律职业资格津贴", Decimal("300.00"))],
    "growth": "",
    "insurance": "参加企业职工基本养老等五项社会保险。",
    "leave": "执行国家和省有关休假规定。",
    "paper_number": "演人社〔2024〕5号",
}


def make_budget(county: County | None = None, *, year: int = 2024, offered: bool = True, **figures) -> Budget:
    """A budget with its document, laid before the head."""
    county = county or make_county()
    clerk = staff(county, Role.COUNTY_CLERK)
    budget = actions.begin_budget(county=county, year=year, by=clerk, now=NOW)
    budget = actions.save_budget(budget=budget, **(BUDGET | figures), document=make_document(clerk), by=clerk, seen=budget.version, now=NOW)
    return actions.offer_safeguard(row=budget, by=clerk, seen=budget.version, now=NOW) if offered else budget


def make_agreed_budget(county: County | None = None, *, year: int = 2024, **figures) -> Budget:
    budget = make_budget(county, year=year, **figures)
    return actions.agree_safeguard(row=budget, by=staff(budget.county, Role.COUNTY_HEAD), seen=budget.version, now=NOW)


def make_pay_scheme(county: County | None = None, *, offered: bool = True, **figures) -> PayScheme:
    """A pay scheme laid before 人社局. Amounts are given by name, everything else as it is."""
    county = county or make_county()
    clerk = staff(county, Role.COUNTY_CLERK)
    scheme = actions.begin_pay_scheme(county=county, by=clerk, now=NOW)
    amounts = AMOUNTS | {name: figures.pop(name) for name in list(figures) if name in AMOUNTS}
    scheme = actions.save_pay_scheme(scheme=scheme, **(PAY | {"amounts": amounts} | figures), by=clerk, seen=scheme.version, now=NOW)
    return actions.offer_safeguard(row=scheme, by=clerk, seen=scheme.version, now=NOW) if offered else scheme


def make_agreed_pay_scheme(county: County | None = None, **figures) -> PayScheme:
    scheme = make_pay_scheme(county, **figures)
    return actions.agree_safeguard(row=scheme, by=staff(scheme.county, Role.COUNTY_HR), seen=scheme.version, now=NOW)
