"""An office's month: the grid by keyboard or sheet, confirmed by the head of the office, opened again by the county."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse
from openpyxl import load_workbook

from bureaus import clock
from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.models import Message
from bureaus.tenancy import Stale
from evaluation import actions
from evaluation.figures import Totals, figures, totals
from evaluation.grids import MonthGrid
from evaluation.models import Attendance, Month
from policy.powers import Role
from tests.evaluation.factories import (
    MARCH,
    MONDAY,
    OVER,
    account_of,
    answer,
    ask,
    at,
    confirm,
    fill_month,
    head_of,
    make_entry,
    make_serving,
    office_of,
    version_of,
)
from tests.recruitment.stages import make_calendar
from tests.staffing.factories import make_line, make_office, make_user, staff
from tests.staffing.queries import queries_of
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal
from tests.staffing.test_service_records import train

pytestmark = pytest.mark.django_db

END = at(2024, 3, 31)


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(END):
        yield


@pytest.fixture
def served():
    make_calendar()
    assistant = make_serving()
    return assistant, office_of(assistant)


def url(name, office, *more, month="2024-03"):
    return reverse(f"evaluation:{name}", args=[office.pk, month, *more])


def save(office, marks, *, by=None, seen=None, now=END):
    seen = version_of(office) if seen is None else seen
    return actions.record_attendance(office=office, month=MARCH, marks=marks, by=by or head_of(office), seen=seen, now=now)


def reopen(office, reason="漏记一天", *, by=None):
    by = by or staff(office.county, Role.COUNTY_HEAD)
    return actions.reopen_month(office=office, month=MARCH, reason=reason, by=by, seen=version_of(office), now=END)


def test_attendance_is_written_and_only_what_differs_counts(served):
    assistant, office = served
    day = (assistant.pk, MONDAY)
    assert [save(office, {day: kind}) for kind in ("present", "present", "absent", "")] == [1, 0, 1, 1]
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "kind", "sentence"),
    [
        (date(2024, 2, 29), "present", "考勤表里有人这一天不在本所任职，没有保存。请刷新页面再填。"),
        (MONDAY, "sick", "请假的考勤由批准的请假写入；在考勤表里只填“出”或“旷”。"),
    ],
)
def test_the_grid_takes_presence_and_absence_of_days_served(served, day, kind, sentence):
    assistant, office = served
    with refused(Impossible, sentence):
        save(office, {(assistant.pk, day): kind})


def test_a_month_is_confirmed_once_it_is_over_and_complete(served):
    assistant, office = served
    by = head_of(office)
    with refused(Impossible, "这个月还没有结束，到最后一天才能确认。"):
        actions.confirm_month(office=office, month=MARCH, by=by, seen=0, now=at(2024, 3, 30))
    with refused(Impossible, "王小明还有 21 个工作日没有考勤（3月1日起）。"):
        actions.confirm_month(office=office, month=MARCH, by=by, seen=0, now=END)
    entry = make_entry(assistant)
    actions.return_entry(entry=entry, reason="写明地点", by=by, seen=entry.version, now=END)
    ask(assistant, first=date(2024, 3, 29), now=END)
    fill_month(office)
    with refused(Impossible, "有 1 条日志退回后还没有改好。有 1 份请假还没有批准。"):
        actions.confirm_month(office=office, month=MARCH, by=by, seen=version_of(office), now=END)


def test_a_year_without_calendar_is_not_confirmed():
    assistant = make_serving()
    office = office_of(assistant)
    sentence = "还没有 2024 年的工作日历，日期只能暂定；请系统管理员导入 2024 年的放假安排后再发布。"
    with refused(Impossible, sentence):
        actions.confirm_month(office=office, month=MARCH, by=head_of(office), seen=0, now=END)


def test_the_county_opens_a_confirmed_month_again_for_a_reason_and_the_office_is_told(served):
    assistant, office = served
    confirm(office)
    with refused(Impossible, "请写明重新开放的理由。"):
        reopen(office, " ")
    row = reopen(office)
    assert (row.confirmed_at, row.reopen_reason) == (None, "漏记一天")
    assert Message.objects.get(letter="month_reopened").recipient == head_of(office)
    save(office, {(assistant.pk, MONDAY): "absent"})
    assert confirm(office).confirmed_at == OVER


def test_each_verb_belongs_to_its_role(served):
    assistant, office = served
    county = office.county
    none, far = "您的账号没有这项权限，操作没有执行。", "这项内容不属于您的管理范围，操作没有执行。"
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR, Role.DISCIPLINE):
        with refused(Refused, none):
            save(office, {}, by=make_user(role, county))
    with refused(Refused, none):
        save(office, {}, by=account_of(assistant))
    with refused(Refused, far):
        save(office, {}, by=head_of(make_office(county)))
    confirm(office)
    for user in (head_of(office), staff(county, Role.COUNTY_CLERK), account_of(assistant)):
        with refused(Refused, none):
            reopen(office, by=user)


def test_an_older_grid_is_refused(served):
    assistant, office = served
    save(office, {(assistant.pk, MONDAY): "present"}, seen=0)
    with pytest.raises(Stale):
        save(office, {(assistant.pk, MONDAY): "absent"}, seen=0)


# --- past the form ---------------------------------------------------------------------------------------------------


def spend(assistant, **changes):
    facts = {"office": office_of(assistant), "day": MONDAY, "kind": "present", "entered_at": END, "entered_by": account_of(assistant)}
    return lambda: Attendance.objects.create(assistant=assistant, **facts | changes)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("day_of_leave_rests_on_a_leave", {"kind": "sick"}),
        ("attendance_is_of_a_kind", {"kind": "asleep"}),
        ("day_served", {"day": date(2024, 2, 29)}),
        ("attendance_not_in_the_future", {"day": date(2024, 4, 1)}),
    ],
)
def test_constraints_of_attendance_hold_past_the_form(served, name, changes):
    assistant, _ = served
    assert refusal(spend(assistant, **changes))[0] == name
    spend(assistant)()  # the control


def test_one_attendance_a_day_and_none_in_a_confirmed_month(served):
    assistant, office = served
    spend(assistant)()
    assert refusal(spend(assistant))[0] == "one_attendance_per_day"
    confirm(office)
    assert refusal(spend(assistant, day=date(2024, 3, 2)))[0] == "month_confirmed"
    assert refusal(lambda: Attendance.objects.all().delete())[0] == "month_confirmed"
    assert refusal(lambda: Attendance.objects.update(kind="absent"))[0] == "month_confirmed"


def test_a_day_of_leave_is_written_only_as_the_approved_leave_says(served):
    assistant, office = served
    leave = ask(assistant, first=date(2024, 3, 5), now=at(2024, 3, 4))
    assert refusal(spend(assistant, kind="personal", day=date(2024, 3, 5), leave=leave))[0] == "attendance_follows_leave"
    answer(leave, by=head_of(office))
    assert refusal(spend(assistant, kind="sick", day=date(2024, 3, 6), leave=leave))[0] == "attendance_follows_leave"


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("month_begins_on_the_first", {"first_day": date(2024, 3, 2)}),
        ("confirmed_month_says_who", {"confirmed_at": END}),
        ("reopened_month_says_why", {"reopened_at": END}),
    ],
)
def test_constraints_of_a_month_hold_past_the_form(served, name, changes):
    _, office = served
    assert refusal(lambda: Month.objects.create(**{"office": office, "first_day": MARCH} | changes))[0] == name


def test_an_office_has_one_row_for_a_month(served):
    _, office = served
    Month.objects.create(office=office, first_day=MARCH)
    assert refusal(lambda: Month.objects.create(office=office, first_day=MARCH))[0] == "one_row_per_office_and_month"


def test_a_confirmation_is_not_taken_off_past_the_form(served):
    _, office = served
    confirm(office)
    kept = ("month_kept", "已经确认的月份，只能由县（区）司法局写明理由后重新开放。")
    assert refusal(lambda: Month.objects.update(confirmed_at=None, confirmed_by=None)) == kept
    assert refusal(lambda: Month.objects.all().delete())[0] == "month_kept"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_a_confirmation_waits_for_the_entry_that_is_being_written(guarded):
    make_calendar()
    assistant = make_serving()
    office = office_of(assistant)
    fill_month(office)
    entry = make_entry(assistant, now=END)
    head, seen = head_of(office), version_of(office)

    def confirm_meanwhile():
        try:
            with clock.standing_at(END):
                return actions.confirm_month(office=office, month=MARCH, by=head, seen=seen, now=END).confirmed_at
        finally:
            connection.close()

    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE evaluation_month {'ENABLE' if guarded else 'DISABLE'} TRIGGER month_kept")
    try:
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                entry.pk = None
                entry.save(force_insert=True)  # past the verb: its trail would make others wait too
                confirming = pool.submit(confirm_meanwhile)
                done, _ = wait([confirming], timeout=3)
                assert bool(done) is not guarded  # without the guard it is confirmed beside an entry that nobody sees yet
            assert confirming.result(timeout=10) == END
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE evaluation_month ENABLE TRIGGER month_kept")
    with refused(Prevented, "2024年3月已经由司法所确认，日志和考勤不能再改。确需更正的，请县（区）司法局重新开放。"):
        make_entry(assistant, now=END)


# --- figures ---------------------------------------------------------------------------------------------------------


def test_figures_of_a_stretch_of_days(served):
    assistant, office = served
    for day in (date(2024, 3, 4), date(2024, 3, 6)):
        make_entry(assistant, day=day, now=END)
    make_entry(assistant, duty=4, now=END)
    make_entry(assistant, hand_in=False, now=END)
    answer(ask(assistant, kind="sick", first=date(2024, 3, 7), last=date(2024, 3, 8), now=END), by=head_of(office))
    leave = assistant.leaves.get()
    answer(leave, by=staff(office.county, Role.COUNTY_HEAD))
    save(office, {(assistant.pk, date(2024, 3, 11)): "absent"})
    fill_month(office)
    train(assistant)
    told = figures(assistant, MARCH, date(2024, 3, 31))
    assert (told.entries, told.measures[1]) == ({1: 2, 4: 1}, {"mediated": 2, "settled": 2, "searched": 2})
    assert (told.present, told.leave, told.absent, told.training_hours) == (18, {"sick": 2}, 1, 16)
    nobody = assistant.pk + 1
    assert totals([assistant.pk, nobody], MARCH, date(2024, 3, 31)) == {assistant.pk: Totals(3, 18, 2, 1, Decimal(16)), nobody: Totals()}
    assert figures(assistant, date(2024, 3, 12), date(2024, 3, 12)).present == 1


# --- pages -----------------------------------------------------------------------------------------------------------


def cells(assistant, office, **typed):
    grid = MonthGrid(office, MARCH)
    names = {f"{assistant.pk}-{day.day}": "" for day in grid.days}
    return {**names, "seen": grid.version, **{f"{assistant.pk}-{name[1:]}": mark for name, mark in typed.items()}}


def test_the_grid_is_saved_and_filled_with_one_button(served, client):
    assistant, office = served
    client.force_login(head_of(office))
    assert client.post(url("month", office), cells(assistant, office, d4="出", d5="旷工")).url == url("month", office)
    assert dict(Attendance.objects.values_list("day__day", "kind")) == {4: "present", 5: "absent"}
    client.post(url("month", office), {**cells(assistant, office, d4="出", d5="旷"), "fill": "1"})
    assert Attendance.objects.filter(kind="present").count() == 20
    assert client.post(url("month_confirm", office), {"seen": version_of(office)}).url == url("month", office)
    page = client.get(url("month", office)).text
    assert ("保存考勤" in page, "已确认" in page) == (False, True)


def test_a_wrong_mark_is_told_and_what_was_typed_stays(served, client):
    assistant, office = served
    client.force_login(head_of(office))
    page = client.post(url("month", office), cells(assistant, office, d4="病")).text
    assert "王小明 4日：只填“出”或“旷”，现在是“病”。请假由批准的请假写入。" in page
    assert f'name="{assistant.pk}-4" value="病"' in page


def test_who_reads_a_month_does_not_type_in_it(served, client):
    _, office = served
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.DISCIPLINE):
        client.force_login(make_user(role, office.county))
        assert "保存考勤" not in client.get(url("month", office)).text
        assert client.post(url("month_confirm", office), {"seen": 0}).status_code == 403
    client.force_login(head_of(make_office(office.county)))
    assert client.get(url("month", office)).status_code == 404
    client.force_login(make_user(Role.COUNTY_HR, office.county))
    assert client.get(url("month", office)).status_code == 403


@pytest.mark.parametrize("month", ["2024-13", "march", "2024-05"])
def test_a_month_that_is_none_or_to_come_is_not_found(served, client, month):
    _, office = served
    client.force_login(head_of(office))
    assert client.get(url("month", office, month=month)).status_code == 404


def sheet(client, office, **changed):
    book = load_workbook(BytesIO(client.get(url("month_sheet", office)).content))
    lines = book.active
    header = next(row for row in lines.iter_rows() if any(str(cell.value or "").startswith("编号") for cell in row))
    columns = {str(cell.value).removesuffix("*").strip(): cell.column for cell in header}
    for title, value in changed.items():
        lines.cell(header[0].row + 1, columns[title.removeprefix("d") + "日"], value)
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("考勤.xlsx", out.getvalue())


def test_the_sheet_goes_out_comes_back_and_is_confirmed_cell_by_cell(served, client):
    _, office = served
    client.force_login(head_of(office))
    read = client.post(url("month_upload", office), {"file": sheet(client, office, d4="出", d5="旷")}).url
    page = client.get(read)
    assert ([count for _, count in page.context["reading"].counts], Attendance.objects.count()) == ([0, 0, 1, 0], 0)
    assert client.post(read, {"digest": page.context["reading"].digest}).url == url("month", office)
    assert dict(Attendance.objects.values_list("day__day", "kind")) == {4: "present", 5: "absent"}


def test_a_sheet_with_a_leave_typed_in_is_shown_with_the_fault(served, client):
    _, office = served
    client.force_login(head_of(office))
    read = client.post(url("month_upload", office), {"file": sheet(client, office, d4="病")}).url
    page = client.get(read)
    assert "4日：请假由批准的请假写入，表里只填“出”或“旷”。" in page.text
    assert client.get(f"{read}errors/")["Content-Type"].endswith("sheet")


def test_lists_ask_the_same_whatever_the_rows_and_are_exported(served, client):
    assistant, office = served
    make_entry(assistant, now=END)
    ask(assistant, now=END)
    client.force_login(staff(office.county, Role.COUNTY_CLERK))
    pages = [
        reverse("evaluation:daily"),
        reverse("evaluation:people"),
        reverse("evaluation:leaves"),
        url("month_log", office),
        url("month", office),
    ]
    ones = [queries_of(client, page) for page in pages]
    line = assistant.contracts.get().line
    for name in ("李二", "赵三"):
        more = make_serving(line, name=name)
        make_entry(more, now=END)
        ask(more, now=END)
    make_serving(make_line(planned_public=2))
    assert [queries_of(client, page) for page in pages] == ones
    assert max(ones) <= 15
    exports = [reverse(f"evaluation:{name}_export") for name in ("daily", "people", "leaves")]
    for page in [*exports, url("month_log_export", office), url("month_sheet", office)]:
        assert client.get(page)["Content-Type"].endswith("sheet")
