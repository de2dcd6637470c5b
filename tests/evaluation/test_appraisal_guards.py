"""What the database itself refuses of an appraisal, written past every form and action; and the cap under parallel writers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bureaus.guards import prevented_by
from evaluation import actions
from evaluation.figures import Figures
from evaluation.models import (
    Appraisal,
    AppraisalPack,
    AppraisalPeriod,
    AppraisalRecheck,
    AppraisalScheme,
    OfficeMarks,
    OpinionCount,
    OpinionLink,
)
from policy.appraisal import Grade, excellent_cap
from policy.powers import Role
from tests.evaluation.appraisal_factories import (
    THEN,
    ask,
    days,
    make_confirmed_period,
    make_confirmed_scheme,
    make_marked_period,
    make_people,
    make_period,
    make_plain_people,
    make_scheme,
    prepare,
    sign,
)
from tests.staffing.factories import make_county, make_user, staff
from tests.staffing.test_guards import refusal, sql

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_calendar")]


def put(row, **values):
    """Write columns past every action."""
    return refusal(lambda: type(row).objects.filter(pk=row.pk).update(**values))[0]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"results": 41}, "appraisal_weights_sum_to_a_hundred"),
        ({"competent_line": 60}, "appraisal_lines_fall"),
        ({"excellent_line": 101}, "appraisal_lines_fall"),
        ({"excellent_percent": 21}, "excellent_share_has_its_most"),
        ({"publicity_days": 4}, "appraisal_clocks_within_bounds"),
        ({"ask_days": 31}, "appraisal_clocks_within_bounds"),
        ({"answer_days": 4}, "appraisal_clocks_within_bounds"),
    ],
)
def test_a_template_holds_to_its_bounds(values, name):
    assert put(make_scheme(), **values) == name


def test_a_template_is_confirmed_by_another_at_a_time_and_begins_open():
    scheme = make_scheme()
    assert put(scheme, confirmed_at=THEN) == "confirmed_appraisal_scheme_says_who"
    assert put(scheme, confirmed_at=THEN, confirmed_by=scheme.entered_by) == "appraisal_scheme_confirmed_by_another"
    copy = AppraisalScheme(county=scheme.county, edition=1, entered_by=scheme.entered_by, saved_at=THEN)
    assert refusal(copy.save)[0] in ("one_appraisal_scheme_per_edition", "one_open_appraisal_scheme_per_county")
    copy.edition = 2
    assert refusal(copy.save)[0] == "one_open_appraisal_scheme_per_county"
    head = staff(scheme.county, Role.COUNTY_HEAD)
    copy.confirmed_at, copy.confirmed_by, copy.offered_at = THEN, head, THEN
    assert refusal(copy.save)[0] == "appraisal_scheme_begins_open"


def test_a_confirmed_template_is_frozen():
    scheme = make_confirmed_scheme()
    sentence = "考核模板已经审定，不能再改。如需调整，请另起新的一版。"
    assert refusal(lambda: AppraisalScheme.objects.update(excellent_percent=10)) == ("appraisal_scheme_frozen", sentence)
    assert refusal(sql("DELETE FROM evaluation_appraisalscheme WHERE id = %s", scheme.pk))[0] == "appraisal_scheme_frozen"


def test_a_period_begins_by_a_confirmed_template_of_its_own_county_and_once():
    period = make_period()
    fields = {"cycle": "year", "opened_by": period.opened_by, "opened_at": THEN}
    other = make_county()

    def begin(county, scheme, first=date(2023, 1, 1), last=date(2023, 12, 31)):
        return refusal(AppraisalPeriod(county=county, scheme=scheme, first_day=first, last_day=last, **fields).save)[0]

    assert begin(other, period.scheme) == "period_begins_by_a_confirmed_scheme"
    assert begin(other, make_scheme(other)) == "period_begins_by_a_confirmed_scheme"
    assert begin(period.county, period.scheme, date(2024, 6, 1), date(2025, 5, 31)) == "one_appraisal_period_at_a_time"
    assert begin(period.county, period.scheme, date(2023, 2, 1), date(2023, 1, 1)) == "appraisal_period_ends_after_it_begins"
    assert put(period, last_day=date(2025, 1, 1)) == "period_keeps_its_days"
    assert refusal(sql("DELETE FROM evaluation_appraisalperiod WHERE id = %s", period.pk))[0] == "period_keeps_its_days"


def test_grades_are_confirmed_complete_by_another_and_then_stay():
    period = make_marked_period(make_people(1))
    clerk, head = staff(period.county, Role.COUNTY_CLERK), staff(period.county, Role.COUNTY_HEAD)
    signed = {"confirmed_at": THEN, "confirmed_by": head, "offered_at": THEN, "prepared_by": clerk}
    assert put(period, **signed) == "period_confirmed_is_complete"
    prepare(period, [Grade.COMPETENT])
    assert put(period, **signed | {"prepared_by": None}) == "confirmed_period_says_who"
    assert put(period, **signed | {"prepared_by": head}) == "grades_confirmed_by_another"
    sentence = "审定等次须同时保存每张考核表的工作数据。"
    assert refusal(lambda: AppraisalPeriod.objects.filter(pk=period.pk).update(**signed)) == ("period_keeps_figures", sentence)
    sheet = period.appraisals.get()
    Appraisal.objects.filter(pk=sheet.pk).update(kept_figures=Figures(sheet.first_day, sheet.last_day).kept())
    AppraisalPeriod.objects.filter(pk=period.pk).update(**signed)  # control: with them the same decision goes through
    changed = refusal(lambda: Appraisal.objects.filter(pk=sheet.pk).update(kept_figures={}))
    assert changed == ("appraisal_figures_kept", "等次已经审定，考核表上的工作数据不能再改。")
    assert put(sheet, kept_figures=None) == "appraisal_figures_kept"
    assert put(period, return_reason="改") == "period_confirmed_is_frozen"


def test_a_sheet_begins_empty_keeps_its_person_and_is_not_deleted():
    period = make_period(make_people(1))
    sheet = period.appraisals.get()
    assert put(sheet, undetermined=True) == "appraisal_keeps_its_person"
    assert put(sheet, days_served=1) == "appraisal_keeps_its_person"
    assert refusal(sql("DELETE FROM evaluation_appraisal WHERE id = %s", sheet.pk))[0] == "appraisal_kept"
    who = {"period": period, "assistant": sheet.assistant, "on_probation": False, "undetermined": False}
    twin = Appraisal(first_day=sheet.first_day, last_day=sheet.last_day, days_served=1, **who)
    assert refusal(twin.save)[0] == "one_appraisal_per_period"
    twin.grade = twin.best = "competent"
    assert refusal(twin.save)[0] == "appraisal_begins_empty"


def test_a_grade_stays_under_its_ceiling_and_the_undetermined_have_none():
    sheet = make_marked_period(make_people(1)).appraisals.get()
    assert put(sheet, grade="competent", best="basic") == "grade_within_its_ceiling"
    assert put(sheet, grade="competent", best="") == "grade_within_its_ceiling"
    assert put(sheet, grade="undetermined", best="undetermined") == "undetermined_has_no_grade"


def test_nothing_is_posted_served_or_final_before_the_decision():
    sheet = make_marked_period(make_people(1)).appraisals.get()
    told = {"receipt": "signed", "served_on": date(2025, 1, 6), "served_by": sheet.summary_by, "ask_until": date(2025, 1, 16)}
    assert put(sheet, grade="competent", best="competent", **told) == "appraisal_told_after_its_decision"
    assert put(sheet, final_at=THEN) in ("appraisal_told_after_its_decision", "final_appraisal_was_served")


def test_a_decided_sheet_changes_only_by_recheck():
    period = make_confirmed_period(make_people(5), grades=[Grade.EXCELLENT, *[Grade.COMPETENT] * 4])
    best, sheet = period.appraisals.first(), period.appraisals.last()
    assert put(sheet, grade="basic") == "appraisal_decided"
    assert put(sheet, total=1) == "appraisal_decided"
    assert put(sheet, posted_on=THEN.date()) == "only_excellent_is_posted"
    assert put(best, posted_last=date(2025, 1, 8)) == "appraisal_told_once"
    assert put(sheet, receipt="signed") == "served_appraisal_says_how"
    assert put(sheet, receipt="signed", served_on=THEN.date(), served_by=period.opened_by) == "served_appraisal_says_how"
    told = {"served_on": THEN.date(), "served_by": period.opened_by, "ask_until": days(10).date()}
    assert put(sheet, receipt="refused", **told) == "refused_receipt_is_explained"
    assert put(best, receipt="paper", **told) == "excellent_is_posted_before_it_is_served"
    assert put(sheet, final_at=THEN) == "final_appraisal_was_served"
    sheet = sign(sheet)
    assert put(sheet, ask_until=days(20).date()) == "appraisal_told_once"
    assert put(sheet, final_at=days(10)) == "appraisal_final_in_time"
    marks = sheet.marks.get()
    assert put(marks, opinion="改") == "office_marks_kept"


def test_what_is_final_never_changes():
    sheet = sign(make_confirmed_period(make_people(1)).appraisals.get())
    actions.finish_due_appraisals(now=days(11))
    for values in ({"version": 99}, {"grade": "basic"}, {"final_at": None}, {"receipt_note": "改"}):
        assert put(sheet, **values) == "appraisal_final"
    assert refusal(sql("DELETE FROM evaluation_appraisal WHERE id = %s", sheet.pk))[0] == "appraisal_kept"


def test_marks_are_whole_and_of_their_office():
    sheet = make_period(make_people(1)).appraisals.get()
    marks = sheet.marks.get()
    by = {"entered_by": sheet.period.opened_by, "entered_at": THEN}
    assert put(marks, **by) == "entered_marks_are_complete"
    assert put(marks, total=90, **dict.fromkeys(("integrity", "ability", "diligence", "results"), 90), probity=101, **by) == (
        "entered_marks_are_complete"
    )
    assert put(marks, months=2) == "office_marks_keep_their_office"
    assert put(marks, months=0) in ("office_weighs_a_month", "office_marks_keep_their_office")
    twin = OfficeMarks(appraisal=sheet, office=marks.office, first_day=marks.first_day, last_day=marks.last_day, months=1)
    assert refusal(twin.save)[0] == "one_mark_sheet_per_office"
    twin.office, twin.months = make_county(offices=1).offices.get(), 0
    assert refusal(twin.save)[0] == "office_weighs_a_month"
    assert refusal(sql("DELETE FROM evaluation_officemarks WHERE id = %s", marks.pk))[0] == "office_marks_kept"


def test_a_recheck_names_who_decided_is_in_time_and_answered_by_another():
    people = make_people(1, account=True)
    period = make_confirmed_period(people)
    sheet = period.appraisals.get()
    fields = {"grounds": "理由", "prepared_by": period.prepared_by, "decided_by": period.confirmed_by, "old_grade": "competent"}

    def enter(**changes):
        values = {"appraisal": sheet, "asked_at": days(1), "answer_by": days(16).date()} | fields | changes
        return refusal(AppraisalRecheck(**values).save)[0]

    assert enter() == "appraisal_recheck_asked_in_time"
    sheet = sign(sheet)
    assert enter(asked_at=days(11)) == "appraisal_recheck_asked_in_time"
    assert enter(decided_by=period.prepared_by) == "appraisal_recheck_names_who_decided"
    recheck = ask(sheet, by=people[0].person)
    said = {"grade": "competent", "answer": "维持", "answered_at": days(2)}
    assert put(recheck, **said) == "answered_appraisal_recheck_says_what"
    for person in (period.prepared_by, period.confirmed_by):
        assert put(recheck, **said, answered_by=person) == "appraisal_recheck_answered_by_another"
    assert put(recheck, grounds="改") == "appraisal_recheck_kept"
    assert put(sheet, final_at=days(30)) == "appraisal_final_in_time"
    AppraisalRecheck.objects.filter(pk=recheck.pk).update(**said, answered_by=make_user(Role.COUNTY_HEAD, period.county))
    assert put(recheck, answer="改") == "appraisal_recheck_kept"
    assert put(sheet, grade="basic") == "appraisal_decided"


def test_links_open_once_and_counts_only_grow():
    sheet = make_period(make_people(1)).appraisals.get()
    clerk = staff(sheet.assistant.county, Role.COUNTY_CLERK)
    actions.make_opinion_links(appraisal=sheet, audience="peers", number=1, by=clerk, now=THEN)
    link = OpinionLink.objects.get()
    assert put(link, audience="served") == "opinion_link_opens_once"
    OpinionLink.objects.update(used_on=THEN.date())
    assert put(link, used_on=None) == "opinion_link_opens_once"
    stranger = OpinionLink(appraisal=sheet, audience="friends", digest="x", made_by=clerk, made_on=THEN.date())
    assert refusal(stranger.save)[0] == "opinion_link_has_an_audience"
    count = OpinionCount.objects.create(appraisal=sheet, audience="peers", question="ability", rating="good", number=1)
    assert put(count, number=3) == "opinion_counts_grow"
    assert put(count, rating="poor") == "opinion_counts_grow"
    assert refusal(sql("DELETE FROM evaluation_opinioncount WHERE id = %s", count.pk))[0] == "opinion_counts_grow"
    count.pk = None
    assert refusal(count.save)[0] == "one_count_per_rating"


def test_the_asking_stays_ended_whoever_writes():
    sheet = make_period(make_people(1)).appraisals.get()
    clerk = staff(sheet.assistant.county, Role.COUNTY_CLERK)
    actions.make_opinion_links(appraisal=sheet, audience="peers", number=2, by=clerk, now=THEN)
    used, unused = OpinionLink.objects.all()
    count = OpinionCount.objects.create(appraisal=sheet, audience="peers", question="ability", rating="good", number=1)
    OpinionLink.objects.filter(pk=used.pk).update(used_on=THEN.date())
    OpinionCount.objects.update(number=2)  # until the end nothing refuses them
    period = actions.end_opinions(period=sheet.period, by=clerk, seen=sheet.period.version, now=THEN)
    assert put(unused, used_on=THEN.date()) == "opinions_ended"
    assert put(count, number=3) == "opinions_ended"
    unused.pk, unused.digest = None, "0" * 64
    assert refusal(unused.save)[0] == "opinions_ended"
    assert put(period, opinions_ended_at=None, opinions_ended_by=None) == "opinions_stay_ended"
    other = make_period(make_people(1))
    assert put(other, opinions_ended_at=THEN) == "ended_opinions_say_who"


def test_one_pack_is_made_at_a_time_and_no_fuller_than_it_is():
    period = make_confirmed_period(make_people(1))
    pack = AppraisalPack.objects.create(period=period, asked_by=period.opened_by, asked_at=THEN, total=1)
    assert put(pack, done=2) == "pack_makes_no_more_than_it_holds"
    pack.pk = None
    assert refusal(pack.save)[0] == "one_pack_at_a_time"


# --- the cap, for every size and under parallel writers


def crown(sheets):
    """Make each of these 优秀, one after another, past every action; returns how many got it."""
    got = 0
    for sheet in sheets:
        try:
            Appraisal.objects.filter(pk=sheet.pk).update(grade="excellent", best="excellent")
            got += 1
        except IntegrityError as error:
            assert prevented_by(error).constraint == "excellent_within_cap"  # noqa: PT017 - the database's own refusal
    return got


@pytest.mark.django_db(transaction=True)
def test_the_database_counts_as_policy_does_for_sizes_of_a_county():
    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(1, 60), st.integers(0, 20))
    def holds(size, percent):
        period = make_period(make_plain_people(size), excellent_percent=percent)
        cap = excellent_cap(size, percent)
        assert crown(period.appraisals.all()[: cap + 1]) == cap

    holds()


@pytest.mark.django_db(transaction=True)
def test_one_statement_may_put_one_person_in_anothers_place():
    period = make_period(make_plain_people(5))
    first, *_, last = period.appraisals.all()
    assert crown([first]) == 1
    first.grade, last.grade = "competent", "excellent"
    first.best = last.best = "excellent"
    assert Appraisal.objects.bulk_update([last, first], ["grade", "best"]) == 2


def crown_at_once(period, writers):
    together = Barrier(writers)
    sheets = list(period.appraisals.all()[:writers])

    def one(sheet):
        try:
            together.wait(timeout=30)
            return crown([sheet])
        finally:
            connection.close()

    with ThreadPoolExecutor(writers) as pool:
        return sum(pool.map(one, sheets))


@pytest.mark.django_db(transaction=True)
def test_of_ten_at_once_two_become_excellent_in_a_county_of_ten():
    period = make_period(make_plain_people(10))
    assert crown_at_once(period, 10) == 2
    assert period.appraisals.filter(grade="excellent").count() == 2


@pytest.mark.django_db(transaction=True)
def test_control_without_the_trigger_all_ten_become_excellent():
    period = make_period(make_plain_people(10))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE evaluation_appraisal DISABLE TRIGGER excellent_within_cap")
    try:
        assert crown_at_once(period, 10) == 10
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE evaluation_appraisal ENABLE TRIGGER excellent_within_cap")


def test_the_unused_share_of_the_undetermined_is_not_counted():
    people = make_plain_people(10)
    from_november = date(2024, 11, 1)
    for each in people[:5]:
        each.postings.update(first_day=from_november)
    period = make_period(people)
    assert period.appraisals.graded_pool().count() == 5
    determined = list(period.appraisals.graded_pool())
    Appraisal.objects.filter(pk=determined[0].pk).update(grade="excellent", best="excellent")
    assert put(determined[1], grade="excellent", best="excellent") == "excellent_within_cap"
