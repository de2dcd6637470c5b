"""The short pages that no story passes, in a real browser: clean for axe and no wider than the screen, empty and refused."""

from datetime import date

import pytest
from django.urls import reverse

from documents.uploads import XLSX
from policy.appraisal import Grade
from policy.powers import Role
from staffing import actions as staffing
from tests.evaluation.appraisal_factories import (
    THEN,
    make_marked_period,
    make_people,
    make_period,
    make_scheme,
    offer,
    office_head,
    prepare,
)
from tests.evaluation.contracts import entered, left, proposed
from tests.evaluation.factories import MARCH, OVER, confirm, fill_month, head_of, make_serving, office_of
from tests.evaluation.test_months import reopen
from tests.evaluation.test_months import sheet as month_sheet
from tests.evaluation.test_publicity_objections import make_excellent
from tests.evaluation.test_transfers import TODAY, somebody
from tests.evaluation.test_transfers import entered as transferring
from tests.looking import Desk, move_to
from tests.recruitment.stages import make_calendar
from tests.staffing.contracts import at, clerk, head, hired, protected
from tests.staffing.factories import city, make_line, staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_desk(new_page, site):
    return lambda user: Desk(new_page(base_url=site), site, user, "short")


def seen(desk, name, *args, wrong=False):
    """The page as it opens; with `wrong` also what it says to a form in which nothing was filled in."""
    answer = desk.page.goto(reverse(f"evaluation:{name}", args=args))
    assert (name, answer.status) == (name, 200)
    desk.look(name)
    if wrong:
        desk.page.locator("main form button[type=submit]").last.click()
        desk.page.locator(".error-summary").wait_for()
        desk.look(f"{name}-refused")


def test_contracts_and_transfers(open_desk):
    line = make_line(planned_public=5)
    gone, going, staying = (hired(line, name=name) for name in ("赵一鸣", "钱二虎", "孙三多"))
    owed = left(gone, ground="agreed", notified_on=date(2026, 3, 2), last_day=date(2026, 3, 2))
    waiting = entered(going)
    shield = protected(staying, first_day=date(2026, 2, 2))
    move_to(at(date(2026, 3, 3)))
    desk, chief = open_desk(clerk(gone)), open_desk(head(gone))
    seen(desk, "departure_severance", owed.pk, wrong=True)
    seen(desk, "departure_transfer", owed.pk)
    seen(chief, "departure_return", waiting.pk, wrong=True)
    seen(desk, "protection_end", staying.pk, shield.pk, wrong=True)
    seen(desk, "protection_void", staying.pk, shield.pk, wrong=True)
    move_to(at(date(2027, 1, 4)))
    seen(chief.sit(), "renewal_return", proposed(staying, now=at(date(2027, 1, 4))).pk, wrong=True)

    contract, office = somebody()
    transfer = transferring(contract, office)
    record = staffing.declare_relative(assistant=contract.assistant, office=office, relation="spouse", by=clerk(contract), now=at(TODAY))
    move_to(at(TODAY))
    desk, chief = open_desk(clerk(contract)), open_desk(head(contract))
    seen(chief, "transfer_return", transfer.pk, wrong=True)
    seen(desk, "relative_void", contract.assistant_id, record.pk, wrong=True)


def test_months(open_desk, client):
    make_calendar()
    assistant = make_serving()
    office = office_of(assistant)
    fill_month(office)
    confirm(office)
    move_to(OVER)
    desk, bureau = open_desk(head_of(office)), open_desk(staff(office.county, Role.COUNTY_CLERK))
    month = (office.pk, f"{MARCH:%Y-%m}")
    seen(open_desk(staff(office.county, Role.COUNTY_HEAD)), "month_reopen", *month, wrong=True)
    reopen(office)
    seen(desk, "month_upload", *month, wrong=True)
    client.force_login(head_of(office))
    filled = month_sheet(client, office, d4="病").read()
    desk.page.set_input_files("[type=file]", {"name": "三月.xlsx", "mimeType": XLSX, "buffer": filled})
    desk.page.locator("main form button[type=submit]").last.click()
    desk.sees("请假由批准的请假写入").look("month_read")
    seen(bureau, "earlier_work", assistant.pk, wrong=True)


def test_appraisals(open_desk, working_calendar):
    offered = make_scheme()
    move_to(THEN)
    seen(open_desk(staff(offered.county, Role.COUNTY_HEAD)), "appraisal_scheme_return", offered.pk, wrong=True)
    people = make_people(1)
    sheet = make_period(people).appraisals.get()
    seen(open_desk(office_head(sheet.marks.get().office)), "appraisal_summary", sheet.pk, wrong=True)
    period = offer(prepare(make_marked_period(make_people(1)), [Grade.COMPETENT]))
    seen(open_desk(staff(period.county, Role.COUNTY_HEAD)), "period_return", period.pk, wrong=True)
    seen(open_desk(city()), "counties")
    excellent = make_excellent()
    move_to(at(date(2025, 1, 8)))
    seen(open_desk(clerk(excellent.assistant)), "appraisal_object", excellent.pk, wrong=True)
