"""The pages of budget and pay: filled in, laid before the second hand, agreed or returned; the city compares, papers quote."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from bureaus import clock
from policy.powers import Role
from staffing.models import Budget, PayScheme, Posting
from staffing.safeguards import in_force, pay_sentence
from tests.staffing.factories import (
    NOW,
    city,
    make_agreed_budget,
    make_agreed_pay_scheme,
    make_assistant,
    make_budget,
    make_county,
    make_document,
    make_line,
    make_pay_scheme,
    make_user,
    staff,
)
from tests.staffing.queries import queries_of
from tests.staffing.readback import records_of

pytestmark = pytest.mark.django_db

SENTENCE = (
    "基本工资每月2000元，岗位工资每月800元，绩效工资每月700元，合计每月3500元；每工作满一年，每月增加100元；"
    "月工资不低于2200元、不高于4800元；津贴补贴：法律职业资格津贴每月300元。"
)


@pytest.fixture(autouse=True)
def spring():
    with clock.standing_at(NOW):
        yield


def url(name, *args):
    return reverse(f"staffing:{name}", args=args)


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(url(name, *args), query)


def test_an_empty_county_says_what_comes_next_and_shows_no_figure(client):
    county = make_county()
    text = page(client, staff(county, Role.COUNTY_CLERK), "safeguards", county.pk).text
    for words in ("还没有薪酬方案", "还没有经费预算", f"由{county.justice_bureau}会同{county.hr_bureau}核定"):
        assert words in text


def test_a_clerk_fills_in_a_budget_with_its_paper_and_what_does_not_fit_stays_on_the_page(client):
    county = make_county()
    clerk = staff(county, Role.COUNTY_CLERK)
    client.force_login(clerk)
    client.post(url("safeguards", county.pk), {"year": "2024"})
    budget = Budget.objects.get()
    sent = {
        "seen": budget.version,
        "personnel": "１，２００，０００",
        "public_funds": "十八万",
        "paper_number": "演财〔2024〕3号",
        "note": "",
    }
    refused = client.post(url("safeguard_edit", "budget", budget.pk), sent)
    assert "公用经费应为数字，例如 3500 或 3500.50。" in refused.text
    assert "十八万" in refused.text
    with make_document(clerk).content.open() as paper:
        paper.name = "批复.jpg"
        answer = client.post(url("safeguard_edit", "budget", budget.pk), sent | {"public_funds": "180,000.50", "file": paper}, follow=True)
    assert "已保存，还没有提交。" in answer.text
    budget.refresh_from_db()
    assert (budget.personnel, budget.public_funds, budget.document.called) == (Decimal(1200000), Decimal("180000.50"), "批复.jpg")
    stale = client.post(url("safeguard_edit", "budget", budget.pk), sent | {"public_funds": "1"})
    assert "您查看后内容又有更新" in stale.text
    assert f'name="seen" value="{budget.version}"' in stale.text


def test_a_pay_scheme_goes_from_clerk_to_hr_back_and_through(client):
    county = make_county()
    clerk, hr = staff(county, Role.COUNTY_CLERK), staff(county, Role.COUNTY_HR)
    client.force_login(clerk)
    client.post(url("pay_begin"))
    scheme = PayScheme.objects.get()
    sent = {
        "seen": scheme.version,
        **{f"effective_from_{place}": value for place, value in enumerate(("2024", "3", "1"))},
        "base": "2000",
        "post": "800",
        "performance": "700",
        "yearly_step": "100",
        "least": "2200",
        "most": "4800",
        "allowances": "法律职业资格津贴300",
        "growth": "",
        "insurance": "五项社会保险。",
        "leave": "年休假。",
        "paper_number": "",
    }
    faulty = client.post(url("safeguard_edit", "pay", scheme.pk), sent)
    assert "津贴补贴第 1 行没有写清楚" in faulty.text
    client.post(url("safeguard_edit", "pay", scheme.pk), sent | {"allowances": "法律职业资格津贴 300 元"})
    scheme.refresh_from_db()
    client.post(url("safeguard_offer", "pay", scheme.pk), {"seen": scheme.version})
    scheme.refresh_from_db()
    client.force_login(hr)
    assert "3,500.00 元" in client.get(url("safeguard_agree", "pay", scheme.pk)).text
    client.post(url("safeguard_return", "pay", scheme.pk), {"seen": scheme.version, "reason": "绩效偏高"})
    assert "绩效偏高" in page(client, clerk, "safeguard", "pay", scheme.pk).text
    scheme.refresh_from_db()
    client.post(url("safeguard_offer", "pay", scheme.pk), {"seen": scheme.version})
    scheme.refresh_from_db()
    client.force_login(hr)
    assert "已核定。" in client.post(url("safeguard_agree", "pay", scheme.pk), {"seen": scheme.version}, follow=True).text
    assert pay_sentence(in_force(county, date(2024, 3, 1))) == SENTENCE
    assert in_force(county, date(2024, 2, 29)) is None


def test_a_change_is_read_beside_what_it_follows(client):
    first = make_agreed_pay_scheme()
    second = make_pay_scheme(first.county, effective_from=date(2025, 1, 1), base=Decimal(2200))
    text = page(client, staff(first.county, Role.COUNTY_HR), "safeguard", "pay", second.pk).text
    assert '<ins class="added">2,200.00 元</ins>' in text
    assert '<del class="removed">2,000.00 元</del>' in text
    told = records_of(page(client, staff(first.county, Role.COUNTY_HR), "safeguard_export", "pay", second.pk).content)
    changed = {row["项目"]: (row["本次填报"], row["上一版"]) for row in told if row["改动"] == "有改动"}
    assert changed["基本工资"] == ("2,200.00 元", "2,000.00 元")


def test_what_is_agreed_is_read_only_on_the_page(client):
    budget = make_agreed_budget()
    client.force_login(staff(budget.county, Role.COUNTY_CLERK))
    assert "填写内容" not in client.get(url("safeguard", "budget", budget.pk)).text
    assert client.get(url("safeguard_edit", "budget", budget.pk)).url == url("safeguard", "budget", budget.pk)


def test_each_second_hand_answers_for_its_own_kind(client):
    budget, scheme = make_budget(), make_pay_scheme()
    cases = [(budget, "budget", Role.COUNTY_HR), (scheme, "pay", Role.COUNTY_HEAD)]
    for row, kind, wrong in cases:
        client.force_login(staff(row.county, wrong))
        assert client.get(url("safeguard_agree", kind, row.pk)).status_code == 404
        client.force_login(staff(row.county, Role.COUNTY_CLERK))
        assert client.get(url("safeguard_agree", kind, row.pk)).status_code == 403


def test_another_county_finds_nothing_and_an_unknown_kind_is_none(client):
    budget = make_agreed_budget()
    client.force_login(staff(make_county(), Role.COUNTY_CLERK))
    for name in ("safeguard", "safeguard_export", "safeguard_edit", "safeguard_document"):
        assert client.get(url(name, "budget", budget.pk)).status_code == 404
    assert client.get(url("safeguards", budget.county.pk)).status_code == 404
    assert client.get(url("safeguard", "bonus", budget.pk)).status_code == 404


def test_the_paper_is_handed_to_who_may_see_the_budget(client):
    budget = make_agreed_budget()
    for user in (city(), staff(budget.county, Role.COUNTY_HR), make_user(Role.DISCIPLINE)):
        assert page(client, user, "safeguard_document", "budget", budget.pk)["Content-Type"] == "image/jpeg"
    assert page(client, make_user(Role.APPLICANT), "safeguard_document", "budget", budget.pk).status_code == 403


def test_the_city_sees_every_county_on_one_line_and_no_figure_that_was_not_agreed(client):
    line = make_line(planned_public=3)
    county, empty = line.plan.county, make_county()
    make_assistant(line)
    make_agreed_budget(county)
    make_agreed_pay_scheme(county)
    make_budget(empty, personnel=Decimal(777))
    response = page(client, city(), "comparison")
    assert [(each.county, each.people, each.each) for each in response.context["lines"]] == [
        (county, 1, Decimal("1380000.50")),
        (empty, 0, None),
    ]
    assert "777" not in response.text
    assert "未核定" in response.text
    first, second = records_of(client.get(url("safeguards_export")).content)
    assert (first["人员经费（元）"], first["合计（元）"], first["年度"]) == (1200000, 1380000.5, 2024)
    assert (first["薪酬生效日期"], first["月工资合计"], first["津贴补贴"]) == (date(2024, 3, 1), 3500, "法律职业资格津贴每月300元")
    assert (second["县（区）"], second["人员经费（元）"], second["基本工资"]) == (str(empty), None, None)


def test_a_county_gets_its_own_page_and_its_own_line(client):
    budget = make_agreed_budget()
    make_agreed_budget()
    clerk = staff(budget.county, Role.COUNTY_CLERK)
    assert page(client, clerk, "comparison").url == url("safeguards", budget.county.pk)
    assert [record["县（区）"] for record in records_of(client.get(url("safeguards_export")).content)] == [str(budget.county)]


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.OPERATOR, Role.OFFICE])
def test_who_has_no_part_in_it_sees_nothing(client, role):
    county = make_county()
    assert page(client, make_user(role, county, office=county.offices.first()), "comparison").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_as_much_for_three_as_for_one(client, rows):
    county = make_county()
    for number in range(rows):
        make_agreed_budget(county, year=2024 + number)
        make_agreed_pay_scheme(county, effective_from=date(2024, 3, 1 + number))
        if number:
            make_agreed_budget()
    client.force_login(city())
    asked = {
        name: queries_of(client, url(name, *args)) for name, *args in (("comparison",), ("safeguards_export",), ("safeguards", county.pk))
    }
    assert asked == {"comparison": 5, "safeguards_export": 5, "safeguards": 3}


def test_a_year_that_is_over_is_compared_as_of_its_last_day():
    line = make_line(planned_public=3)
    make_agreed_budget(line.plan.county)
    make_assistant(line)
    for day, year, looked_at, people in (
        (NOW, "2024", NOW.date(), 1),
        (NOW.replace(year=2025), "2024", date(2024, 12, 31), 1),
        (NOW.replace(year=2025), "2025", date(2025, 3, 4), 0),
    ):
        if people == 0:
            Posting.objects.update(last_day=date(2025, 1, 1))
        with clock.standing_at(day):
            found = page(Client(), city(), "comparison", year=year)
        assert (found.context["day"], [each.people for each in found.context["lines"]]) == (looked_at, [people])


def test_the_comparison_shows_what_a_scheme_says_beside_its_figures(client):
    make_agreed_pay_scheme()
    text = page(client, city(), "comparison").text
    for words in ("法律职业资格津贴每月300元", "参加企业职工基本养老等五项社会保险。", "执行国家和省有关休假规定。"):
        assert words in text
