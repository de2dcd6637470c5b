"""Budget and pay: complete before offered, agreed by another, frozen, and never two pay schemes in force at once."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.models import Message
from bureaus.tenancy import Stale
from policy.powers import Role
from staffing import actions
from staffing.models import Budget, PayScheme
from tests.staffing.factories import (
    BUDGET,
    NOW,
    PAY,
    city,
    make_agreed_budget,
    make_agreed_pay_scheme,
    make_budget,
    make_county,
    make_pay_scheme,
    staff,
)
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal, sql

pytestmark = pytest.mark.django_db

FROZEN = "已经核定，不能再改。如需调整，请另行填报新的一版。"


def agree(row, *, by=None, seen=None):
    role = Role.COUNTY_HEAD if isinstance(row, Budget) else Role.COUNTY_HR
    return actions.agree_safeguard(row=row, by=by or staff(row.county, role), seen=row.version if seen is None else seen, now=NOW)


def test_nothing_is_invented_a_new_scheme_and_a_new_budget_are_empty():
    county = make_county()
    clerk = staff(county, Role.COUNTY_CLERK)
    budget = actions.begin_budget(county=county, year=2024, by=clerk, now=NOW)
    scheme = actions.begin_pay_scheme(county=county, by=clerk, now=NOW)
    assert (budget.personnel, budget.public_funds, budget.total, budget.state) == (None, None, None, "填写中")
    assert (scheme.pay, scheme.effective_from, scheme.state) == (None, None, "填写中")


def test_what_is_incomplete_is_not_laid_before_anybody():
    county = make_county()
    clerk = staff(county, Role.COUNTY_CLERK)
    budget = actions.begin_budget(county=county, year=2024, by=clerk, now=NOW)
    with refused(Impossible, "还没有填完：人员经费、公用经费、文号。没有的数额填 0。"):
        actions.offer_safeguard(row=budget, by=clerk, seen=budget.version, now=NOW)
    budget = actions.save_budget(budget=budget, **BUDGET, by=clerk, seen=budget.version, now=NOW)
    with refused(Impossible, "请上传预算文件（批复或预算表），再提交。"):
        actions.offer_safeguard(row=budget, by=clerk, seen=budget.version, now=NOW)
    scheme = actions.begin_pay_scheme(county=county, by=clerk, now=NOW)
    sentence = (
        "还没有填完：生效日期、基本工资、岗位工资、绩效工资、年度增长额、月工资下限、月工资上限、社会保险、休息休假。没有的数额填 0。"
    )
    with refused(Impossible, sentence):
        actions.offer_safeguard(row=scheme, by=clerk, seen=scheme.version, now=NOW)


def test_a_scheme_outside_its_own_bounds_is_not_offered():
    with refused(Impossible, "基本、岗位、绩效工资合计 3500 元，高于上限 3000 元，请核对。"):
        make_pay_scheme(most=Decimal(3000))


def test_the_second_hand_is_told_agrees_and_the_clerk_is_told():
    scheme = make_pay_scheme()
    hr = staff(scheme.county, Role.COUNTY_HR)
    scheme = actions.offer_safeguard(row=scheme, by=scheme.entered_by, seen=scheme.version, now=NOW)
    assert Message.objects.filter(recipient=hr, letter="safeguard_offered").exists()
    scheme = agree(scheme)
    assert (scheme.state, scheme.agreed_by) == ("已核定", hr)
    assert Message.objects.get(letter="safeguard_agreed").recipient == scheme.entered_by


def test_the_budget_is_the_heads_to_confirm_and_the_pay_is_hrs():
    budget, scheme = make_budget(), make_pay_scheme()
    for row, wrong in ((budget, Role.COUNTY_HR), (scheme, Role.COUNTY_HEAD)):
        for by in (staff(row.county, wrong), staff(row.county, Role.COUNTY_CLERK), city()):
            with pytest.raises(Refused):
                agree(row, by=by)
    assert (agree(budget).state, agree(scheme).state) == ("已核定", "已核定")


def test_nobody_agrees_on_what_they_filled_in_nor_on_figures_they_have_not_seen():
    scheme = make_pay_scheme()
    with pytest.raises(Stale):
        agree(scheme, seen=scheme.version - 1)
    person = scheme.entered_by
    person.role = Role.COUNTY_HR
    person.save()
    with pytest.raises(OneHand):
        agree(scheme, by=person)


def test_saving_takes_an_offer_back():
    scheme = make_pay_scheme()
    scheme = actions.save_pay_scheme(scheme=scheme, **PAY, by=scheme.entered_by, seen=scheme.version, now=NOW)
    with refused(Impossible, "经办人还没有提交，暂不能核定。"):
        agree(scheme)


def test_a_return_says_why_and_the_clerk_is_told():
    scheme = make_pay_scheme()
    hr = staff(scheme.county, Role.COUNTY_HR)
    with refused(Impossible, "请写明退回的理由，经办人才知道改哪里。"):
        actions.return_safeguard(row=scheme, reason=" ", by=hr, seen=scheme.version, now=NOW)
    scheme = actions.return_safeguard(row=scheme, reason="绩效工资偏高", by=hr, seen=scheme.version, now=NOW)
    assert (scheme.state, scheme.return_reason) == ("退回修改", "绩效工资偏高")
    assert "绩效工资偏高" in Message.objects.get(letter="safeguard_returned").body


def test_what_was_agreed_is_frozen_for_every_verb():
    scheme = make_agreed_pay_scheme()
    with refused(Impossible, FROZEN):
        actions.save_pay_scheme(scheme=scheme, **PAY, by=scheme.entered_by, seen=scheme.version, now=NOW)
    with refused(Impossible, FROZEN):
        agree(scheme)


def test_the_next_scheme_begins_with_the_figures_of_the_last_and_ends_it():
    first = make_agreed_pay_scheme()
    county = first.county
    begun = actions.begin_pay_scheme(county=county, by=first.entered_by, now=NOW)
    assert (begun.pay, begun.effective_from, begun.insurance) == (first.pay, None, first.insurance)
    begun.delete()
    second = make_agreed_pay_scheme(county, effective_from=date(2025, 1, 1), base=Decimal(2200))
    first.refresh_from_db()
    assert first.effective_to == date(2024, 12, 31)
    days = (date(2024, 2, 29), date(2024, 3, 1), date(2024, 12, 31), date(2025, 1, 1))
    assert [PayScheme.objects.in_force(day).first() for day in days] == [None, first, first, second]


def test_a_scheme_does_not_begin_before_the_one_it_follows():
    first = make_agreed_pay_scheme()
    with refused(Impossible, "已有 2024-03-01 起生效的薪酬方案，新方案的生效日期须晚于这一天。"):
        make_agreed_pay_scheme(first.county, effective_from=date(2024, 3, 1))


def test_a_year_has_one_open_budget_and_each_change_is_an_edition():
    budget = make_agreed_budget()
    clerk = budget.entered_by
    second = actions.begin_budget(county=budget.county, year=2024, by=clerk, now=NOW)
    assert (second.edition, second.total, second.document) == (2, budget.total, None)
    with refused(Prevented, "该年度已有一份正在填写的预算，请打开继续填写。"):
        actions.begin_budget(county=budget.county, year=2024, by=clerk, now=NOW)


def test_a_county_fills_in_only_its_own():
    clerk = staff(make_county(), Role.COUNTY_CLERK)
    with refused(Impossible, "只能填报本县（区）的经费和待遇。"):
        actions.begin_budget(county=make_county(), year=2024, by=clerk, now=NOW)
    with refused(Impossible, "只能填报本县（区）的经费和待遇。"):
        actions.begin_pay_scheme(county=make_county(), by=clerk, now=NOW)


# ---- past the forms and the verbs ----


def test_an_agreed_row_cannot_be_changed_or_deleted():
    for row, column in ((make_agreed_budget(), "personnel = 1"), (make_agreed_pay_scheme(), "base = 2001")):
        table = row._meta.db_table
        assert refusal(sql(f"UPDATE {table} SET {column} WHERE id = %s", row.pk)) == ("safeguard_frozen", FROZEN)
        assert refusal(sql(f"DELETE FROM {table} WHERE id = %s", row.pk)) == ("safeguard_frozen", FROZEN)


def test_an_ended_scheme_is_not_taken_up_again():
    first = make_agreed_pay_scheme()
    make_agreed_pay_scheme(first.county, effective_from=date(2025, 1, 1))
    write = sql("UPDATE staffing_payscheme SET effective_to = NULL WHERE id = %s", first.pk)
    assert refusal(write) == ("safeguard_frozen", FROZEN)


def test_without_the_trigger_it_could_be_changed():
    """The control: the tests above measure the trigger and nothing else."""
    budget = make_agreed_budget()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE staffing_budget DISABLE TRIGGER safeguard_frozen")
        cursor.execute("UPDATE staffing_budget SET personnel = 1 WHERE id = %s", [budget.pk])
        assert cursor.rowcount == 1


def test_nothing_is_born_agreed():
    for row in (make_agreed_budget(), make_agreed_pay_scheme()):
        row.pk = None
        assert refusal(lambda row=row: row.save(force_insert=True)) == (
            "safeguard_begins_open",
            "经费和薪酬须先填报，再由另一方核定。",
        )


def agreed_in_sql(row, **columns):
    columns = {"agreed_by_id": staff(row.county, Role.COUNTY_HR).pk, "agreed_at": NOW, "offered_at": NOW} | columns
    sets = ", ".join(f"{name} = %s" for name in columns)
    return refusal(sql(f"UPDATE {row._meta.db_table} SET {sets} WHERE id = %s", *columns.values(), row.pk))


def test_two_schemes_are_never_in_force_at_once():
    first = make_agreed_pay_scheme()
    second = make_pay_scheme(first.county, effective_from=date(2030, 1, 1))
    assert agreed_in_sql(second) == ("one_pay_scheme_in_force", "同一时间只能有一份薪酬方案生效，请核对生效日期。")


def test_an_agreement_is_complete_by_another_and_names_who():
    scheme, budget = make_pay_scheme(offered=False), make_budget(offered=False)
    one = "填报人与核定人不能是同一人。"
    who = "核定须记明核定人和时间。"
    assert agreed_in_sql(scheme, agreed_by_id=scheme.entered_by_id) == ("pay_scheme_agreed_by_another", one)
    assert agreed_in_sql(budget, agreed_by_id=budget.entered_by_id) == ("budget_agreed_by_another", one)
    assert agreed_in_sql(scheme, offered_at=None) == ("agreed_pay_scheme_says_who_and_when", who)
    assert agreed_in_sql(budget, offered_at=None) == ("agreed_budget_says_who_and_when", who)
    assert agreed_in_sql(scheme, base=None) == ("agreed_pay_scheme_is_complete", "核定的薪酬方案须填全各项数额和生效日期。")
    assert agreed_in_sql(budget, document_id=None) == ("agreed_budget_is_complete", "审定的预算须填全两项经费，并附预算文件。")
    assert agreed_in_sql(scheme, most=3000) == (
        "agreed_pay_lies_within_its_bounds",
        "基本、岗位、绩效工资合计须在月工资下限和上限之间。",
    )
    assert agreed_in_sql(scheme, effective_to=date(2024, 2, 1))[0] == "pay_scheme_ends_after_it_begins"


def test_amounts_are_not_negative_and_drafts_stand_alone():
    scheme, budget = make_pay_scheme(), make_budget()
    write = sql("UPDATE staffing_payscheme SET post = -1 WHERE id = %s", scheme.pk)
    assert refusal(write) == ("pay_is_not_negative", "工资数额不能是负数。")
    write = sql("UPDATE staffing_budget SET personnel = -1 WHERE id = %s", budget.pk)
    assert refusal(write) == ("budget_is_not_negative", "经费不能是负数。")
    scheme.pk, budget.pk = None, None
    assert refusal(lambda: scheme.save(force_insert=True))[0] == "one_open_pay_scheme_per_county"
    assert refusal(lambda: budget.save(force_insert=True))[0] in ("one_open_budget_per_year", "one_budget_per_edition")
    budget.edition = 7
    assert refusal(lambda: budget.save(force_insert=True))[0] == "one_open_budget_per_year"
    agreed = make_agreed_budget()
    second = actions.begin_budget(county=agreed.county, year=2024, by=agreed.entered_by, now=NOW)
    write = sql("UPDATE staffing_budget SET edition = 1 WHERE id = %s", second.pk)
    assert refusal(write) == ("one_budget_per_edition", "该年度的这一版预算已经建立，请打开继续填写。")
