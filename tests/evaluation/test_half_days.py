"""Half days of leave: counted in halves by policy, balance, chain, grid, sheet and figures."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from bureaus import clock
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from evaluation import actions
from evaluation.balances import annual_balance
from evaluation.figures import Totals, figures, totals
from evaluation.grids import MonthGrid
from evaluation.models import Attendance, Leave
from policy.powers import Role
from tests.evaluation.factories import MARCH, OVER, account_of, answer, ask, at, confirm, head_of, make_serving, office_of, version_of
from tests.evaluation.test_leave import OVERLAPS
from tests.recruitment.stages import make_calendar
from tests.staffing.factories import NOW, staff
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal

pytestmark = pytest.mark.django_db

FIFTH = date(2024, 3, 5)
MORNING, AFTERNOON = {"to_noon": True}, {"from_noon": True}


@pytest.fixture(autouse=True)
def standing():
    make_calendar()
    with clock.standing_at(at(2024, 3, 31)):
        yield


@pytest.fixture
def assistant():
    return make_serving()


def spent(day=FIFTH):
    return sorted(Attendance.objects.filter(day=day).values_list("part", "kind"))


def granted(assistant, **more):
    return answer(ask(assistant, **more), by=head_of(office_of(assistant)))


def save(assistant, marks):
    office = office_of(assistant)
    marks = {(assistant.pk, day): kind for day, kind in marks.items()}
    return actions.record_attendance(
        office=office, month=MARCH, marks=marks, by=head_of(office), seen=version_of(office), now=at(2024, 3, 31)
    )


@pytest.mark.parametrize(
    ("last", "halves", "length", "approver", "words"),
    [
        (5, MORNING, "0.5", "office", "2024-03-05 上午"),
        (5, AFTERNOON, "0.5", "office", "2024-03-05 下午"),
        (6, AFTERNOON, "1.5", "deputy", "2024-03-05 下午 至 2024-03-06"),
        (6, AFTERNOON | MORNING, "1", "office", "2024-03-05 下午 至 2024-03-06 上午"),
        (8, AFTERNOON, "3.5", "chief", "2024-03-05 下午 至 2024-03-08"),
        (8, AFTERNOON | MORNING, "3", "deputy", "2024-03-05 下午 至 2024-03-08 上午"),
    ],
)
def test_a_half_day_counts_half_in_length_and_chain(assistant, last, halves, length, approver, words):
    leave = ask(assistant, last=date(2024, 3, last), **halves)
    assert (leave.days, leave.approver, leave.span) == (Decimal(length), approver, words)


def test_half_a_day_of_rest_counts_nothing_and_no_time_is_refused(assistant):
    assert ask(assistant, first=date(2024, 3, 15), last=date(2024, 3, 16), **MORNING).days == 1  # a Friday and a Saturday's morning
    with refused(Impossible, "同一天从下午起、到上午止，没有时间可请；请半天的，只改其中一项。"):
        ask(assistant, **MORNING | AFTERNOON)
    with refused(Impossible, "产假按自然日计算，不分上午、下午。"):
        ask(assistant, kind="maternity", last=date(2024, 3, 20), **MORNING)


def test_annual_leave_is_counted_in_halves(assistant):
    clerk = staff(assistant.county, Role.COUNTY_CLERK)
    actions.note_earlier_work(assistant=assistant, worked_since=date(2016, 7, 1), by=clerk, now=NOW)
    ask(assistant, kind="annual", last=date(2024, 3, 11), **AFTERNOON)
    balance = annual_balance(assistant, on=FIFTH)
    assert (balance.entitled, balance.taken, balance.left) == (5, Decimal("4.5"), Decimal("0.5"))
    with refused(Impossible, "2024年年休假共 5 天，已用和待批 4.5 天，还剩 0.5 天，这次要 1 天。"):
        ask(assistant, kind="annual", first=date(2024, 3, 20))
    ask(assistant, kind="annual", first=date(2024, 3, 20), **MORNING)
    assert annual_balance(assistant, on=FIFTH).left == 0


def test_two_halves_of_a_day_are_two_leaves_and_the_same_half_is_one(assistant):
    granted(assistant, **MORNING)
    with refused(Prevented, OVERLAPS):
        ask(assistant, kind="sick")
    with refused(Prevented, OVERLAPS):
        ask(assistant, kind="sick", **MORNING)
    granted(assistant, kind="sick", **AFTERNOON)
    assert spent() == [("afternoon", "sick"), ("morning", "personal")]


@pytest.mark.parametrize(("halves", "left"), [(MORNING, "afternoon"), (AFTERNOON, "morning")])
def test_the_other_half_stays_as_it_was_marked_and_is_marked_by_the_office(assistant, halves, left):
    away = "morning" if left == "afternoon" else "afternoon"
    save(assistant, {FIFTH: "present"})
    leave = granted(assistant, **halves)
    assert spent() == sorted([(away, "personal"), (left, "present")])
    save(assistant, {FIFTH: "absent"})
    assert spent() == sorted([(away, "personal"), (left, "absent")])
    save(assistant, {FIFTH: ""})
    assert spent() == [(away, "personal")]
    cell = MonthGrid(office_of(assistant), MARCH).cell(assistant.pk, FIFTH)
    assert (cell.is_open, cell.on_leave, cell.mark) == (True, False, "事－" if away == "morning" else "－事")
    Attendance.objects.filter(leave=leave).delete()


def test_a_month_waits_for_the_other_half_and_figures_count_halves(assistant):
    granted(assistant, **MORNING)
    office = office_of(assistant)
    save(
        assistant, {date(2024, 3, day): "present" for day in (1, *range(4, 9), *range(11, 16), *range(18, 23), *range(25, 30)) if day != 5}
    )
    assert MonthGrid(office, MARCH).blockers() == ["王小明还有 1 个工作日没有考勤（3月5日起）。"]
    save(assistant, {FIFTH: "absent"})
    assert MonthGrid(office, MARCH).counts(assistant.pk) == {"present": 20, "personal": Decimal("0.5"), "absent": Decimal("0.5")}
    told = figures(assistant, MARCH, date(2024, 3, 31))
    assert (told.present, told.leave, told.absent) == (20, {"personal": Decimal("0.5")}, Decimal("0.5"))
    halves = Totals(0, Decimal(20), Decimal("0.5"), Decimal("0.5"))
    assert totals([assistant.pk], MARCH, date(2024, 3, 31)) == {assistant.pk: halves}
    assert confirm(office).confirmed_at == OVER


def test_a_half_is_written_only_within_the_approved_leave(assistant):
    leave = granted(assistant, **MORNING)
    facts = {"assistant": assistant, "office": office_of(assistant), "kind": "personal", "leave": leave}
    facts |= {"entered_by": account_of(assistant), "entered_at": NOW, "day": FIFTH}
    assert refusal(lambda: Attendance.objects.create(**facts, part="afternoon"))[0] == "attendance_follows_leave"
    Attendance.objects.all().delete()
    assert refusal(lambda: Attendance.objects.create(**facts))[0] == "attendance_follows_leave"
    Attendance.objects.create(**facts, part="morning")  # the control


# --- pages -----------------------------------------------------------------------------------------------------------


def test_half_a_day_is_asked_answered_and_marked_through_the_pages(assistant, client):
    client.force_login(account_of(assistant))
    asked = {"kind": "personal", "first_day": "2024-03-05", "last_day": "2024-03-05", "from_noon": "yes", "reason": "家中有事"}
    client.post(reverse("evaluation:leave_ask"), asked)
    assert "事假　2024-03-05 下午，0.5 天" in client.get(reverse("evaluation:my_leave")).text
    assert "请选上午或者下午。" in client.post(reverse("evaluation:leave_ask"), asked | {"to_noon": "noon"}).text
    office = office_of(assistant)
    client.force_login(head_of(office))
    leave = Leave.objects.get()
    assert "2024-03-05 下午，共 0.5 天" in client.get(reverse("evaluation:leave", args=[leave.pk])).text
    client.post(reverse("evaluation:leave", args=[leave.pk]), {"agrees": "yes", "note": "", "seen": 1})
    page = reverse("evaluation:month", args=[office.pk, "2024-03"])
    assert 'aria-label="王小明 5日上午"' in client.get(page).text
    days = {f"{assistant.pk}-{day}": "" for day in range(1, 32)}
    client.post(page, {**days, f"{assistant.pk}-5": "出", "seen": 0})
    assert spent() == [("afternoon", "personal"), ("morning", "present")]
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    assert '<abbr class="half" title="下午事假">事</abbr>' in client.get(page).text
    assert client.get(reverse("evaluation:leaves_export")).status_code == 200


@pytest.mark.parametrize(
    ("mark", "kinds", "sentence"),
    [
        ("事旷", [("afternoon", "absent"), ("morning", "personal")], ""),
        ("病出", [], "之一，现在是“病出”。"),
        ("出", [], "5日有半天是批准的请假，请写成“事－”“事出”“事旷”中的一种，先上午，后下午。"),
        ("事病", [], "之一，现在是“事病”。"),
    ],
)
def test_the_sheet_holds_both_halves(assistant, client, mark, kinds, sentence):
    granted(assistant, **MORNING)
    office = office_of(assistant)
    client.force_login(head_of(office))
    book = load_workbook(BytesIO(client.get(reverse("evaluation:month_sheet", args=[office.pk, "2024-03"])).content))
    header = next(row for row in book.active.iter_rows() if any(str(cell.value or "").startswith("编号") for cell in row))
    column = next(cell.column for cell in header if str(cell.value).startswith("5日"))
    assert book.active.cell(header[0].row + 1, column).value == "事－"
    book.active.cell(header[0].row + 1, column, mark)
    out = BytesIO()
    book.save(out)
    sent = {"file": SimpleUploadedFile("考勤.xlsx", out.getvalue())}
    read = client.post(reverse("evaluation:month_upload", args=[office.pk, "2024-03"]), sent).url
    page = client.get(read)
    if sentence:
        assert sentence in page.text
    else:
        client.post(read, {"digest": page.context["reading"].digest})
        assert spent() == kinds
