"""The way of an appraisal, step by step, each by its own account."""

from datetime import date
from decimal import Decimal

import pytest

from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from bureaus.models import AuditEvent, Message
from bureaus.tenancy import Stale
from evaluation import actions
from evaluation.actions import Decision
from evaluation.grades import grades_of
from evaluation.models import Appraisal, AppraisalPeriod, AppraisalScheme, OfficeMarks
from policy.appraisal import Grade
from policy.appraisal_way import Cycle, suggested
from policy.powers import Role
from staffing.models import Posting
from tests.evaluation.appraisal_factories import (
    MARKS,
    THEN,
    YEAR,
    ask,
    confirm,
    days,
    make_confirmed_period,
    make_confirmed_scheme,
    make_marked_period,
    make_people,
    make_period,
    make_plain_people,
    make_scheme,
    mark,
    offer,
    office_head,
    prepare,
    sign,
    write,
)
from tests.staffing.factories import make_assistant, make_county, make_office, make_user, staff
from tests.staffing.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_calendar")]


def clerk_of(period):
    return staff(period.county, Role.COUNTY_CLERK)


# --- the template


def test_a_first_template_is_suggested_and_the_next_edition_takes_the_last_ones_numbers():
    county = make_county()
    first = make_confirmed_scheme(county, excellent_percent=15)
    second = actions.begin_appraisal_scheme(county=county, by=staff(county, Role.COUNTY_CLERK), now=THEN)
    assert (first.edition, first.state, first.weights) == (1, "已核定", dict(zip(MARKS, (15, 20, 15, 40, 10), strict=True)))
    assert (second.edition, second.state, second.excellent_percent, second.vetoes) == (2, "填写中", 15, first.vetoes)


def test_a_template_that_does_not_sum_to_a_hundred_is_not_kept():
    scheme = make_scheme()
    with refused(Impossible, "德、能、勤、绩、廉现在合计 101%，应合计 100%，请调整。"):
        actions.save_appraisal_scheme(
            scheme=scheme, numbers=suggested() | {"results": 41}, vetoes="", by=scheme.entered_by, seen=scheme.version, now=THEN
        )


def test_the_head_confirms_what_the_clerk_entered_and_the_clerk_does_not():
    scheme = make_scheme()
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        actions.confirm_appraisal_scheme(scheme=scheme, by=scheme.entered_by, seen=scheme.version, now=THEN)
    head = staff(scheme.county, Role.COUNTY_HEAD)
    AppraisalScheme.objects.filter(pk=scheme.pk).update(entered_by=head)
    with pytest.raises(OneHand):
        actions.confirm_appraisal_scheme(scheme=scheme, by=head, seen=scheme.version, now=THEN)


def test_saving_takes_back_an_offer_and_a_return_says_why():
    scheme = make_scheme()
    head = staff(scheme.county, Role.COUNTY_HEAD)
    scheme = actions.return_appraisal_scheme(scheme=scheme, reason="比例太高", by=head, seen=scheme.version, now=THEN)
    assert (scheme.state, Message.objects.get(letter="appraisal_returned").recipient) == ("退回修改", scheme.entered_by)
    with refused(Impossible, "经办人还没有提交，暂不能审定。"):
        actions.confirm_appraisal_scheme(scheme=scheme, by=head, seen=scheme.version, now=THEN)


# --- the period


def test_everybody_who_served_gets_a_sheet_and_each_office_its_marks():
    people = make_people(3, offices=2)
    period = make_period(people)
    assert [(sheet.assistant, sheet.days_served, sheet.undetermined) for sheet in period.appraisals.all()] == [
        (person, 306, False) for person in people
    ]
    assert OfficeMarks.objects.count() == 3
    assert (period.name, period.state) == ("2024年度考核", "进行中")


def test_without_a_confirmed_template_no_period_is_opened():
    (person,) = make_people(1)
    make_scheme(person.county)
    clerk = staff(person.county, Role.COUNTY_CLERK)
    with refused(Impossible, "还没有审定的考核模板，请先填写模板，由负责人审定。"):
        actions.open_period(county=person.county, cycle=Cycle.YEAR, first_day=YEAR[0], last_day=YEAR[1], by=clerk, now=THEN)


def test_only_the_countys_own_clerk_opens_and_not_without_people():
    county = make_county()
    make_confirmed_scheme(county)
    when = {"cycle": Cycle.YEAR, "first_day": YEAR[0], "last_day": YEAR[1], "now": THEN}
    with refused(Impossible, "只能开始本县（区）的考核。"):
        actions.open_period(county=county, by=make_user(Role.COUNTY_CLERK, make_county()), **when)
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        actions.open_period(county=county, by=staff(county, Role.COUNTY_HEAD), **when)
    with refused(Impossible, "这段时间没有司法协理员任职，不需要开始考核。"):
        actions.open_period(county=county, by=staff(county, Role.COUNTY_CLERK), **when)


def test_who_is_on_probation_or_served_under_half_is_undetermined():
    first, second, third = make_plain_people(3)
    Posting.objects.filter(assistant=first).update(first_day=date(2024, 7, 2))  # 183 of 366 days
    Posting.objects.filter(assistant=second).update(first_day=date(2024, 7, 3))  # 182
    Posting.objects.filter(assistant=third).update(last_day=date(2023, 12, 31))
    period = make_period([first, second, third])
    assert [(each.assistant, each.undetermined) for each in period.appraisals.all()] == [(first, False), (second, True)]
    (newcomer,) = make_people(1)
    quarter = make_period([newcomer], cycle=Cycle.MONTH, dates=(date(2024, 5, 1), date(2024, 5, 31)), now=THEN)
    assert [(each.on_probation, each.undetermined) for each in quarter.appraisals.all()] == [(True, True)]


def test_who_moved_is_appraised_by_both_offices_weighted_by_months():
    (person,) = make_plain_people(1)
    other = make_office(person.county)
    Posting.objects.filter(assistant=person).update(last_day=date(2024, 3, 31))
    Posting.objects.create(assistant=person, office=other, first_day=date(2024, 4, 1))
    sheet = write(make_period([person]).appraisals.get())
    first, second = sheet.marks.all()
    assert (first.months, second.months) == (3, 9)
    for marks, points in ((first, 80), (second, 100)):
        sheet.refresh_from_db()
        given = dict.fromkeys(MARKS, Decimal(points))
        actions.enter_marks(
            marks=marks,
            given=given,
            suggestion=Grade.COMPETENT,
            opinion="好",
            by=office_head(marks.office),
            seen=sheet.version,
            now=THEN,
        )
        sheet.refresh_from_db()
        assert sheet.total == (None if points == 80 else Decimal("95.00"))


def test_a_term_takes_up_the_contracts_that_end_in_its_days():
    people = make_people(1)
    contract = people[0].contracts.get()
    make_assistant(contract.line, name="演示后来的", starts_on=date(2025, 1, 1))
    period = make_period(people, cycle=Cycle.TERM, dates=(date(2027, 1, 1), date(2027, 6, 30)), now=THEN)
    sheet = period.appraisals.get()
    assert (sheet.assistant, sheet.first_day, sheet.last_day) == (people[0], contract.starts_on, contract.ends_on)


# --- 述职 and marks


def test_the_person_writes_and_nobody_elses_account_does():
    first, second = make_people(2, account=True)
    period = make_period([first, second])
    sheet = period.appraisals.get(assistant=first)
    assert Message.objects.filter(letter="appraisal_opened", recipient=first.person).count() == 1
    with refused(Refused, "这项内容不属于您的管理范围，操作没有执行。"):
        write(sheet, by=second.person)
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        write(sheet, by=clerk_of(period))
    sheet = write(sheet, by=first.person)
    assert (sheet.summary_by, sheet.state(THEN)) == (first.person, "待司法所评分")


def test_an_office_marks_its_own_people_after_they_have_written():
    people = make_people(2, offices=2)
    sheet = make_period(people).appraisals.first()
    marks = sheet.marks.get()
    given = {"given": MARKS, "suggestion": Grade.COMPETENT, "opinion": "好", "now": THEN}
    with refused(Impossible, "本人还没有提交述职。没有账号或者不便上网的，请按纸质述职代录后再评分。"):
        actions.enter_marks(marks=marks, by=office_head(marks.office), seen=sheet.version, **given)
    sheet = write(sheet)
    other = next(office for office in sheet.assistant.county.offices.all() if office != marks.office)
    with refused(Refused, "这项内容不属于您的管理范围，操作没有执行。"):
        actions.enter_marks(marks=marks, by=office_head(other), seen=sheet.version, **given)
    with pytest.raises(Stale):
        actions.enter_marks(marks=marks, by=office_head(marks.office), seen=sheet.version - 1, **given)
    with refused(Impossible, "德、能、勤、绩、廉都应填 0 到 100 之间的数，最多两位小数。"):
        bad = given | {"given": MARKS | {"results": Decimal("100.5")}}
        actions.enter_marks(marks=marks, by=office_head(marks.office), seen=sheet.version, **bad)
    assert mark(sheet).total == Decimal("90.00")
    with refused(Impossible, "司法所已经评分，述职不能再改。确需补充的，请与司法所联系。"):
        write(Appraisal.objects.get(pk=sheet.pk))


# --- grades


def test_grades_are_decided_by_two_and_frozen():
    period = make_marked_period(make_people(5))
    period = prepare(period, [Grade.EXCELLENT, *[Grade.COMPETENT] * 4])
    with refused(Impossible, "经办人还没有提交，暂不能审定。"):
        confirm(period)
    period = offer(period)
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        confirm(period, by=clerk_of(period))
    head = staff(period.county, Role.COUNTY_HEAD)
    AppraisalPeriod.objects.filter(pk=period.pk).update(prepared_by=head)
    with pytest.raises(OneHand):
        confirm(period)
    AppraisalPeriod.objects.filter(pk=period.pk).update(prepared_by=clerk_of(period))
    period = confirm(period)
    best = period.appraisals.first()
    assert (best.posted_on, best.posted_first, best.posted_last) == (date(2025, 1, 6), date(2025, 1, 7), date(2025, 1, 13))
    assert (best.state(THEN), period.appraisals.last().state(THEN)) == ("公示中", "待签收")
    with refused(Impossible, "等次已经审定，考核表不能再改。"):
        prepare(period, [Grade.COMPETENT] * 5)
    with refused(Impossible, "等次已经审定，考核表不能再改。"):
        mark(best)


def test_one_more_than_a_fifth_is_refused_with_the_numbers():
    period = make_marked_period(make_people(5))
    with refused(Impossible, "优秀 2 人，超过 5 人的 20%（1 人），请减少 1 人。"):
        prepare(period, [Grade.EXCELLENT] * 2 + [Grade.COMPETENT] * 3)


def test_a_veto_caps_and_asks_for_the_facts():
    period = make_marked_period(make_people(1))
    with refused(Impossible, "演示协理员1：选了一票否决情形的，请写明事实。"):
        prepare(period, [Decision(Grade.BASIC, "v3")])
    with refused(Impossible, "演示协理员1：按得分和一票否决情形最高为基本合格，不能定为合格。"):
        prepare(period, [Decision(Grade.COMPETENT, "v3", "旷工四天")])
    assert prepare(period, [Decision(Grade.BASIC, "v3", "旷工四天")]).appraisals.get().grade == "basic"


def test_nobody_is_graded_without_marks_and_all_are_graded_before_the_head_sees_it():
    period = make_period(make_people(2))
    with refused(Impossible, "演示协理员1：司法所还没有评分，不能定等次。演示协理员2：司法所还没有评分，不能定等次。"):
        prepare(period, [Grade.COMPETENT] * 2)
    period = prepare(period, [None, None])
    with refused(Impossible, "还有 2 人没有定等次：演示协理员1、演示协理员2。定好以后再提交。"):
        offer(period)


def test_new_marks_take_the_grade_off_and_the_offer_back():
    period = offer(prepare(make_marked_period(make_people(1)), [Grade.COMPETENT]))
    sheet = mark(period.appraisals.get())
    period.refresh_from_db()
    assert (sheet.grade, sheet.best, period.offered_at) == ("", "", None)


def test_grades_go_back_with_a_reason():
    period = offer(prepare(make_marked_period(make_people(1)), [Grade.COMPETENT]))
    head = staff(period.county, Role.COUNTY_HEAD)
    period = actions.return_grades(period=period, reason="再议", by=head, seen=period.version, now=THEN)
    assert (period.state, period.offered_at) == ("退回修改", None)


# --- notice, 复核, final


def test_the_person_signs_and_the_clock_begins():
    (person,) = make_people(1, account=True)
    period = make_confirmed_period([person])
    sheet = period.appraisals.get()
    sheet = actions.sign_appraisal(appraisal=sheet, by=person.person, seen=sheet.version, now=THEN)
    assert (sheet.get_receipt_display(), sheet.ask_until, sheet.state(THEN)) == ("本人签收", date(2025, 1, 16), "已签收")
    with refused(Impossible, "考核结果已经送达，没有重复登记。"):
        actions.sign_appraisal(appraisal=sheet, by=person.person, seen=sheet.version, now=THEN)


def test_excellent_is_served_when_its_days_are_over():
    period = make_confirmed_period(make_people(5), grades=[Grade.EXCELLENT, *[Grade.COMPETENT] * 4])
    sheet = period.appraisals.first()
    with refused(Impossible, "优秀公示到 2025-01-13 为止，期满以后才能送达结果。"):
        sign(sheet, now=days(7))
    assert sign(sheet, now=days(8)).ask_until == date(2025, 1, 24)


def test_a_refusal_to_sign_is_noted_with_its_circumstances():
    sheet = make_confirmed_period(make_people(1)).appraisals.get()
    head = office_head(sheet.marks.get().office)
    note = {"appraisal": sheet, "served_on": date(2025, 1, 6), "by": head, "seen": sheet.version, "now": THEN}
    with refused(Impossible, "拒绝签收或者本人不在的，请写明情况和见证人。"):
        actions.note_receipt(receipt="refused", note="", **note)
    with refused(Impossible, "送达日期应在审定之日到今天之间，请核对。"):
        actions.note_receipt(receipt="paper", note="", **note | {"served_on": date(2025, 1, 7)})
    assert actions.note_receipt(receipt="refused", note="演示见证人在场", **note).state(THEN) == "已签收"


@pytest.fixture
def signed_sheet():
    (person,) = make_people(1, account=True)
    make_user(Role.COUNTY_CLERK, person.county)
    return sign(make_confirmed_period([person]).appraisals.get())


def test_a_recheck_is_asked_once_and_in_time(signed_sheet):
    person = signed_sheet.assistant.person
    with refused(Impossible, "申请复核到 2025-01-16 为止，现在已经过期。"):
        ask(signed_sheet, by=person, now=days(11))
    recheck = ask(signed_sheet, by=person, now=days(10.5))
    assert recheck.answer_by == date(2025, 1, 31)
    with refused(Impossible, "已经申请过复核，不能重复申请。"):
        ask(signed_sheet, by=person, now=days(10.5))


def test_before_signing_nothing_is_asked():
    (person,) = make_people(1, account=True)
    sheet = make_confirmed_period([person]).appraisals.get()
    with refused(Impossible, "请先签收考核结果，签收以后才能申请复核。"):
        ask(sheet, by=person.person)


def answer(recheck, by, *, grade=Grade.COMPETENT, words="经核实，评分无误，维持原等次。", now=THEN):
    return actions.answer_appraisal_recheck(recheck=recheck, grade=grade, answer=words, by=by, now=now)


def test_a_recheck_is_answered_by_another_and_ends_the_matter(signed_sheet):
    county = signed_sheet.assistant.county
    recheck = ask(signed_sheet, by=signed_sheet.assistant.person)
    sentence = "复核须由没有拟定、也没有审定这一等次的人答复，请另一位工作人员或者负责人办理。"
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HEAD):
        with refused(Refused, sentence):
            answer(recheck, staff(county, role))
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        answer(recheck, office_head(signed_sheet.marks.get().office))
    other = make_user(Role.COUNTY_CLERK, county)
    with refused(Impossible, "复核不能使本人得到更差的结果：原来是合格，不能改为基本合格。"):
        answer(recheck, other, grade=Grade.BASIC)
    recheck = answer(recheck, other, now=days(40))
    signed_sheet.refresh_from_db()
    assert (recheck.is_late(days(40)), signed_sheet.final_at) == (True, days(40))
    assert AuditEvent.objects.filter(verb="answer_appraisal_recheck", details__late=True).count() == 1


def test_a_better_grade_by_recheck_is_held_to_the_cap_and_posted():
    people = make_people(5, account=True)
    period = make_confirmed_period(people, grades=[Grade.COMPETENT] * 5)
    sheet = sign(period.appraisals.first())
    recheck = ask(sheet, by=people[0].person)
    answer(recheck, make_user(Role.COUNTY_HEAD, people[0].county), grade=Grade.EXCELLENT)
    sheet = Appraisal.objects.get(pk=sheet.pk)
    assert (sheet.grade, sheet.posted_last, sheet.final_at, sheet.state(THEN)) == ("excellent", date(2025, 1, 13), None, "公示中")
    assert actions.finish_due_appraisals(now=days(7)) == 0
    assert actions.finish_due_appraisals(now=days(8)) == 1


def test_what_nobody_asked_about_is_final_when_the_days_are_over(signed_sheet):
    person = signed_sheet.assistant
    assert actions.finish_due_appraisals(now=days(10)) == 0
    contract = person.contracts.get()
    assert grades_of([contract]) == {}
    assert actions.finish_due_appraisals(now=days(11)) == 1
    assert actions.finish_due_appraisals(now=days(11)) == 0
    assert grades_of([contract]) == {contract.pk: [("2024年", Grade.COMPETENT)]}
    contract.starts_on = date(2025, 1, 1)
    assert grades_of([contract]) == {}
