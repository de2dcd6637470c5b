"""编制情况 over time: what stood on any day, corrections that name what they correct, and offices that may not close over people."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from bureaus import actions as places
from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.guards import prevented_by
from bureaus.models import AuditEvent
from policy.powers import Role
from staffing import actions
from staffing.actions import EstablishmentRow
from staffing.models import Establishment, PlanLine, Posting
from staffing.suggestions import suggestions
from tests.staffing.factories import NOW, make_county, make_filed_plan, make_line, make_office, make_plan, make_user, staff
from tests.staffing.refusals import refused
from tests.staffing.test_guards import make_assistant, make_contract, sql

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY, MARCH = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)


def row(office, day=JANUARY, posts=3, people=2, auxiliary=1, **words):
    return EstablishmentRow(office, day, posts, people, auxiliary, **words)


def enter(office, *args, **words):
    return actions.enter_establishment(row=row(office, *args, **words), by=staff(office.county, Role.COUNTY_CLERK), now=NOW)


def take_in(rows, by):
    return actions.import_establishment(rows=rows, by=by, now=NOW)


def stood(office, day):
    record = Establishment.objects.as_of(day).filter(office=office).first()
    return record and (record.established_posts, record.in_post, record.auxiliary)


def test_what_stood_on_a_day_is_the_newest_record_that_holds_from_then_or_before():
    office = make_office(make_county(offices=0))
    enter(office, FEBRUARY, 4, 3, None)
    enter(office, JANUARY, 3, 2, 1)
    assert [stood(office, day) for day in (date(2023, 12, 31), JANUARY, date(2024, 1, 31), FEBRUARY, MARCH)] == [
        None,
        (3, 2, 1),
        (3, 2, 1),
        (4, 3, None),
        (4, 3, None),
    ]


def test_a_correction_is_a_new_record_that_names_the_old_one_and_says_why():
    office = make_office(make_county(offices=0))
    wrong = enter(office)
    with refused(Impossible, "这一天已有一条编制情况。要更正它，请在备注中写明理由；情况有了新变化的，请改填变化的日期。"):
        enter(office, posts=5)
    with refused(Impossible, "填写的内容与这一天现有的记录相同，没有重复登记。"):
        enter(office, note="核对过")
    right = enter(office, posts=5, note="录入时看错一行")
    again = enter(office, posts=6, note="再次核对")
    assert (right.corrects, again.corrects) == (wrong, right)
    assert stood(office, JANUARY) == (6, 2, 1)
    assert Establishment.objects.count() == 3
    assert {event.verb for event in AuditEvent.objects.all()} == {"enter_establishment"}


def test_what_cannot_be_is_refused_in_a_sentence():
    county = make_county(offices=0)
    office = make_office(county)
    with refused(Impossible, "起算日期不能晚于今天，请在生效当天或之后登记。"):
        enter(office, date(2024, 3, 5))
    with refused(Impossible, "三个数字都没有填。知道的请填写，没有的填 0，不知道的可以留空。"):
        enter(office, JANUARY, None, None, None)
    office.closed_on = FEBRUARY
    office.save()
    with refused(Impossible, f"{office}在这一天还没有设立或已经撤销，请核对起算日期。"):
        enter(office, FEBRUARY)
    enter(office, JANUARY)


def test_only_the_clerk_of_the_county_enters():
    office = make_office(make_county(offices=0))
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        actions.enter_establishment(row=row(office), by=make_user(Role.COUNTY_HEAD, office.county), now=NOW)
    with refused(Refused, "这项内容不属于您的管理范围，操作没有执行。"):
        actions.enter_establishment(row=row(office), by=make_user(Role.COUNTY_CLERK, make_county()), now=NOW)


def test_a_sheet_enters_what_is_new_all_or_nothing():
    county = make_county(offices=3)
    first, second, third = county.offices.all()
    clerk = staff(county, Role.COUNTY_CLERK)
    enter(first)
    records = take_in([row(first, FEBRUARY), row(second), row(third, JANUARY, 0, None, None)], clerk)
    assert [record.office for record in records] == [second, third]  # the first office says nothing new
    assert stood(third, JANUARY) == (0, None, None)
    with refused(Impossible, "表中内容与现有编制情况相同，没有需要登记的变化。"):
        take_in([row(second)], clerk)
    with refused(Impossible, f"{third}：起算日期不能晚于今天，请在生效当天或之后登记。"):
        take_in([row(second, MARCH, 9), row(third, date(2025, 1, 1))], clerk)
    assert stood(second, MARCH) == (3, 2, 1)


def test_the_plan_begins_with_what_is_known_and_leaves_the_rest_empty():
    county = make_county(offices=2)
    first, second = county.offices.all()
    enter(first, JANUARY, 3, None, 1)
    plan = make_plan(county)
    assert list(plan.lines.values_list("established_posts", "in_post", "serving_assistants", "planned_public")) == [
        (3, None, None, None),
        (None, None, None, None),
    ]
    enter(second, FEBRUARY, 5, 4)
    plan = actions.take_establishment(plan=plan, by=plan.entered_by, seen=plan.version, now=NOW)
    assert list(plan.lines.values_list("established_posts", "in_post")) == [(3, None), (5, 4)]


def test_who_serves_is_suggested_unless_hired_under_this_years_plan():
    line = make_line(planned_public=2)
    county = line.plan.county
    Posting.objects.create(assistant=make_assistant(county), office=line.office, first_day=JANUARY)
    assert suggestions(line.plan, MARCH)[line.office_id].numbers == {"serving_assistants": 1}
    make_contract(line, assistant=county.assistants.get(), starts_on=JANUARY).save()
    assert suggestions(line.plan, MARCH)[line.office_id].numbers == {}
    assert PlanLine.objects.get(plan=make_plan(county, year=2025)).serving_assistants == 1


def test_an_office_closes_when_nobody_serves_and_no_place_is_reserved_there():
    plan = make_filed_plan(planned_public=1)
    line, other = plan.lines.all()
    county, operator = plan.county, make_user(Role.OPERATOR)

    def close():
        places.close_office(office=line.office, day=MARCH, into=other.office, by=operator, now=NOW)

    posting = Posting.objects.create(assistant=make_assistant(county), office=line.office, first_day=JANUARY)
    actions.reserve(line=line, track="public", number=1, reference="岗位", now=NOW)
    contract = make_contract(line)
    contract.save()
    told = [
        "还有 1 名协理员在岗，请县（区）司法局先调配到其他司法所",
        "还有 1 份聘用合同待签订，请先签订",
        "还有 1 个名额正在招聘，请先办结招聘或取消岗位",
    ]
    with refused(Impossible, f"{line.office}还不能撤销：{'；'.join(told)}。"):
        close()
    posting.last_day = date(2024, 2, 29)
    posting.save()
    actions.free(line=line, track="public", number=1, reference="岗位 结束", now=NOW)
    contract.delete()
    close()
    line.office.refresh_from_db()
    assert (line.office.merged_into, PlanLine.objects.filter(office=line.office).count()) == (other.office, 1)


# --- past every form and action --------------------------------------------------------------------------------------


def refusal(write):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    prevented = prevented_by(caught.value)
    return prevented.constraint, str(prevented)


def record(office, **fields):
    return Establishment(office=office, **({"holds_from": JANUARY, "entered_by": make_user(Role.CITY), "entered_at": NOW} | fields)).save


def test_records_are_kept_and_stand_in_one_line_of_corrections():
    office, other = make_office(make_county(offices=0)), make_office(make_county(offices=0))
    record(office)()
    first = Establishment.objects.get()
    kept = ("staffing_establishment_append_only", "编制情况 只能追加，不能修改或删除。")
    assert refusal(lambda: Establishment.objects.update(in_post=9)) == kept
    assert refusal(sql("DELETE FROM staffing_establishment")) == kept
    again = ("one_establishment_per_office_and_day", "该司法所这一天的编制情况刚刚有人登记，请刷新页面后作为更正登记。")
    assert refusal(record(office)) == again
    why = ("establishment_correction_says_why", "更正编制情况须在备注中写明理由。")
    assert refusal(record(office, corrects=first)) == why
    own = ("establishment_corrects_its_own_day", "更正只能针对同一个司法所同一天的记录。")
    assert refusal(record(other, corrects=first, note="甲")) == own
    assert refusal(record(office, corrects=first, note="甲", holds_from=FEBRUARY)) == own
    record(office, corrects=first, note="甲")()
    once = ("one_correction_per_establishment", "这条编制情况刚刚有人更正，请刷新页面后核对最新内容。")
    assert refusal(record(office, corrects=first, note="乙")) == once
