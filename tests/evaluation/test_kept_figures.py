"""The figures on a sheet are those of the decision, whatever becomes of the months; and a warning says which are still open."""

from datetime import date

import pytest
from django.urls import reverse

from bureaus import clock
from documents.models import OfficialPaper
from evaluation import actions
from evaluation.appraisal_papers import ask_appraisal_sheet, facts, pack_source, sheets_of
from evaluation.evidence import figures_of
from evaluation.figures import Figures, figures
from evaluation.open_months import open_months
from policy.appraisal import Grade
from policy.powers import Role
from tests.evaluation.appraisal_factories import THEN, confirm, make_confirmed_period, make_marked_period, make_people, offer, prepare
from tests.evaluation.factories import MARCH, head_of, make_entry, version_of
from tests.evaluation.factories import at as on
from tests.evaluation.factories import confirm as confirm_month
from tests.recruitment.desks import get, signed_in, text
from tests.recruitment.stages import make_calendar
from tests.staffing.factories import staff
from tests.staffing.test_service_records import train

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_calendar")]

DAY = date(2024, 3, 4)


@pytest.fixture
def person():
    """Somebody whose March of 2024 is written and confirmed."""
    make_calendar()
    (person,) = make_people(1, account=True)
    train(person)
    with clock.standing_at(on(2024, 3, 31)):
        make_entry(person, now=on(2024, 3, 4))
        confirm_month(person.postings.get().office)
    return person


def mark_absent(person):
    """The county opens March again, and the office marks a day absent."""
    office = person.postings.get().office
    boss = staff(person.county, Role.COUNTY_HEAD)
    now = on(2025, 1, 7)
    actions.reopen_month(office=office, month=MARCH, reason="考勤有误（演示）", by=boss, seen=version_of(office), now=now)
    marks = {(person.pk, DAY): "absent"}
    actions.record_attendance(office=office, month=MARCH, marks=marks, by=head_of(office), seen=version_of(office), now=now)


def told(sheet):
    return [(figure.title, figure.value) for figure in figures_of(sheet)]


def test_a_month_opened_again_changes_nothing_on_a_decided_sheet(person):
    period = make_confirmed_period([person])
    sheet = sheets_of(period).get()
    before, paper = told(sheet), pack_source(period, [sheet])
    counted = figures(person, sheet.first_day, sheet.last_day)
    assert (Figures.read(sheet.first_day, sheet.last_day, sheet.kept_figures), counted.absent) == (counted, 0)
    mark_absent(person)
    sheet = sheets_of(period).get()
    assert figures(person, sheet.first_day, sheet.last_day).absent == 1  # what is counted has moved
    assert (told(sheet), facts(sheet, [])["figures"], pack_source(period, [sheet])) == (before, before, paper)
    desk = staff(person.county, Role.COUNTY_CLERK)
    page = text(get(signed_in(desk), reverse("evaluation:appraisal", args=[sheet.pk]), THEN))
    ask_appraisal_sheet(sheet, by=desk, now=THEN)
    printed = OfficialPaper.objects.get(kind="appraisal_sheet").source
    present = dict(before)["出勤"]
    assert [(f"<dd>{present}</dd>" in page, "旷工" in page), (f"出勤 {present}" in printed, "旷工" in printed)] == [(True, False)] * 2


def test_until_the_decision_the_sheet_follows_the_months(person):
    period = make_marked_period([person])
    mark_absent(person)
    sheet = sheets_of(period).get()
    assert (dict(told(sheet))["旷工"], sheet.kept_figures) == ("1 天", None)  # control: undecided, the same change shows
    period = confirm(offer(prepare(period, [Grade.COMPETENT])))
    assert sheets_of(period).get().kept_figures["absent"] == "1"


def test_months_that_are_not_confirmed_are_named_before_the_decision_and_hold_nothing_up(person):
    period = make_marked_period([person])
    (open_,) = open_months(sheets_of(period))
    assert (open_.office, open_.words) == (person.postings.get().office.name, f"2024年{'、'.join(f'{month}月' for month in range(4, 13))}")
    period = offer(prepare(period, [Grade.COMPETENT]))
    desk = signed_in(staff(person.county, Role.COUNTY_HEAD))
    warning = "还有 1 个司法所的月份没有确认"
    for name in ("period", "period_confirm"):
        page = text(get(desk, reverse(f"evaluation:{name}", args=[period.pk]), THEN))
        assert (warning in page, f"{open_.office}：{open_.words}" in page) == (True, True)
    confirm(period)
    assert warning not in text(get(desk, reverse("evaluation:period", args=[period.pk]), THEN))
