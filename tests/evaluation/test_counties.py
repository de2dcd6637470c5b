"""The counties side by side: who left this year and why, which rules are filed; to the city every county, to a county its own line."""

from datetime import date

import pytest
from django.urls import reverse

from bureaus import clock
from evaluation.counties import Standing, county_years
from policy.powers import Role
from staffing import actions
from tests.evaluation.appraisal_factories import make_confirmed_period
from tests.evaluation.contracts import left
from tests.recruitment.desks import get, signed_in, text
from tests.staffing.contracts import at, clerk, hired
from tests.staffing.factories import NOW, city, make_county, make_user, staff
from tests.staffing.filing_factories import make_filed, make_returned, make_sent, sign, submit, write
from tests.staffing.queries import queries_of
from tests.staffing.readback import records_of

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 1)


def url(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def test_a_departure_counts_from_its_last_day_on_in_the_year_of_that_day():
    contract = hired(name="王辞职")
    stays, goes = hired(contract.line), hired(contract.line)
    left(contract)
    left(goes, notified_on=date(2026, 3, 20), last_day=date(2026, 4, 20))
    years = {
        (year, today): county_years(city(), year, today)
        for year, today in ((2026, date(2026, 3, 31)), (2026, DAY), (2026, date(2026, 12, 31)), (2025, DAY), (2027, date(2027, 1, 1)))
    }
    lines = {key: next(row for row in rows if row.county == contract.county) for key, rows in years.items()}
    assert [row.left for row in lines.values()] == [0, 1, 2, 0, 0]
    assert [row.serving for row in lines.values()] == [3, 3, 1, 3, 1]
    assert lines[2026, date(2026, 12, 31)].grounds == (("本人辞职", 2),)
    assert stays.ended_on is None


def rules_of(county):
    return next(row for row in county_years(city(), 2024, NOW.date()) if row.county == county).rules


def test_a_filed_rule_keeps_its_number_while_another_edition_is_on_its_way():
    filed = make_filed("management_rules")
    county = filed.county
    assert rules_of(county) == (Standing("已备案", filed.filing_number), Standing("未上报"))
    next_year = actions.begin_matter(county=county, kind="management_rules", year=2025, by=staff(county, Role.COUNTY_CLERK), now=NOW)
    submit(sign(write(next_year)))
    make_sent("appraisal_rules", county)
    assert rules_of(county) == (Standing("已备案", filed.filing_number), Standing("待备案"))
    returned = make_returned("management_rules")
    assert rules_of(returned.county)[0] == Standing("退回修改")


def test_the_city_reads_every_county_and_a_county_its_own_line():
    contract = hired()
    left(contract)
    other = make_county()
    now = at(DAY)
    page = text(get(signed_in(city()), url("counties"), now))
    assert ("本人辞职 1 人" in page, other.name in page, page.count("还没有开始")) == (True, True, 2)
    rows = records_of(get(signed_in(city()), url("counties_export") + "?year=2026", now).content)
    assert [(row["县（区）"], row["离职人数"], row["离职事由"], row["管理办法"]) for row in rows] == [
        (contract.county.name, 1, "本人辞职 1 人", "未上报"),
        (other.name, 0, None, "未上报"),
    ]
    assert [row["离职人数"] for row in records_of(get(signed_in(city()), url("counties_export") + "?year=2025", now).content)] == [0, 0]
    assert [row["县（区）"] for row in records_of(get(signed_in(clerk(contract)), url("counties_export"), now).content)] == [
        contract.county.name
    ]
    watching = signed_in(make_user(Role.DISCIPLINE, other))
    assert get(watching, url("counties"), now).status_code == 200
    assert get(signed_in(staff(other, Role.COUNTY_HR)), url("counties"), now).status_code == 403
    for nonsense in ("1999", "9999", "x", "２０２５"):
        assert "2026 年离职" in text(get(signed_in(city()), url("counties") + f"?year={nonsense}", now))


def test_it_costs_the_same_for_one_county_and_for_three(client):
    client.force_login(city())

    def cost():
        with clock.standing_at(at(DAY)):
            return queries_of(client, url("counties"))

    left(hired())
    one = cost()
    for _ in range(2):
        left(hired())
        make_filed("appraisal_rules")
    assert (cost(), one <= 10) == (one, True)


def test_a_years_appraisal_stands_in_the_line_of_its_year():
    period = make_confirmed_period()  # of 2024, opened in January 2025
    county = period.county
    lines = {year: next(row for row in county_years(city(), year, DAY) if row.county == county) for year in (2023, 2024, 2025)}
    assert {year: row.period for year, row in lines.items()} == {2023: None, 2024: period, 2025: None}
