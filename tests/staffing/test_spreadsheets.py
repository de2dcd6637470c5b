"""The exports, read back: numbers are numbers, dates are dates, identity numbers are masked text."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from policy.powers import Role
from tests.staffing.factories import city, fill_in, make_county, make_filed_plan, make_line, make_plan, staff
from tests.staffing.test_ledger_and_roster_pages import NUMBERS, hire

pytestmark = pytest.mark.django_db


def exported(client, user, name, *args):
    """Every row of the first sheet from its heading row on, and all text of the file."""
    client.force_login(user)
    response = client.get(reverse(f"staffing:{name}", args=args))
    assert response["Content-Disposition"].startswith("attachment")
    book = load_workbook(BytesIO(response.content))
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    text = "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
    return rows, text


def test_a_plan_goes_out_with_whole_numbers_its_sum_and_its_check(client):
    plan = fill_in(make_plan(make_county(offices=2)), planned_public=0)
    rows, text = exported(client, plan.entered_by, "plan_export", plan.pk)
    first, second = plan.lines.all()
    heads = ["司法所", "政法专项编制", "实有", "在岗协理员", "拟选聘", "拟招聘", "编制与协理员合计", "提示"]
    assert heads in rows
    body = rows[rows.index(heads) + 1 :]
    assert [row[:7] for row in body] == [
        [str(first.office), 2, 1, 0, 1, 0, 3],
        [str(second.office), 2, 1, 0, 1, 0, 3],
        ["合计", 4, 2, 0, 2, 0, 6],
    ]
    assert "还差 2 人才达到所均 4 人，暂不能上报" in text
    assert plan.entered_by.name in text


def test_the_ledger_goes_out_with_its_sum(client):
    plan = make_filed_plan()
    hire(plan.lines.first())
    rows, _ = exported(client, staff(plan.county, Role.COUNTY_CLERK), "ledger_export")
    assert rows[-1] == ["合计", 4, 2, 0, 1, 0, 1, 2, 0, 0, 0, 2]


def test_the_roster_goes_out_with_dates_and_masked_numbers(client):
    line = make_line(planned_public=3)
    hire(line)
    rows, text = exported(client, city(), "roster_export")
    days = [cell.date() if isinstance(cell, datetime) else cell for cell in rows[-1][10:17]]
    assert rows[-1][2:6] == ["王小明", "男", "1403**********0017", "138****0000"]
    assert days == [date(2024, 3, 1), date(2024, 3, 1), None, date(2024, 3, 1), date(2027, 2, 28), date(2024, 5, 31), date(2024, 3, 4)]
    assert NUMBERS[0] not in text
    assert "13800000000" not in text
