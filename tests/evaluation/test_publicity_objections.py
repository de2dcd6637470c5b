"""Objections to a 公示 of 优秀 or 表彰: written down while it is shown, answered by another, and until then it does not end."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from bureaus import clock
from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from bureaus.models import Message
from evaluation import actions
from evaluation.models import Appraisal, Objection
from policy.appraisal import Grade
from policy.powers import Role
from tests.evaluation import appraisal_factories as appraising
from tests.evaluation.conduct import praised, shown
from tests.recruitment.desks import get, post, signed_in, text
from tests.recruitment.stages import make_calendar
from tests.staffing.contracts import at, clerk, head, hired
from tests.staffing.factories import make_user, staff
from tests.staffing.queries import queries_of
from tests.staffing.readback import records_of
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal, sql

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_calendar")]

DAY = date(2025, 3, 5)  # the 公示 runs from 2025-03-03, when it was posted, to 2025-03-10
AFTER = date(2025, 3, 11)
UNANSWERED = "公示期内收到的异议有 1 条还没有答复，答复以后才能办理。"
SAID = {"way": "phone", "said_by": "一位群众", "text": "调解的件数不实（演示）。"}
TRUE = {"outcome": "upheld", "finding": "核对台账，件数不实（演示）。"}
FALSE = {"outcome": "unfounded", "finding": "核对台账，件数属实（演示）。"}


def url(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def record(row, *, on=DAY, now=None, by=None, **said):
    by = by or clerk(row.assistant)
    with clock.standing_at(now or at(on)):
        return actions.record_objection(shown=row, received_on=on, by=by, now=now or at(on), **SAID | said)


def answer(objection, *, by=None, grade="", now=None, **said):
    objection.refresh_from_db()
    by = by or head(objection.assistant)
    now = now or at(objection.received_on)
    return actions.answer_objection(objection=objection, grade=grade, by=by, seen=objection.version, now=now, **FALSE | said)


def give(row):
    row.refresh_from_db()
    with clock.standing_at(at(AFTER)):
        return actions.confirm_commendation(commendation=row, by=head(row.assistant), seen=row.version, now=at(AFTER))


# --- commendations ---------------------------------------------------------------------------------------------------


def test_a_commendation_waits_for_the_answer_of_another():
    row = shown(hired())
    objection = record(row)
    assert Message.objects.get(letter="publicity_objection").recipient == head(row.assistant)
    with refused(Impossible, UNANSWERED):
        give(row)
    with refused(Impossible, UNANSWERED):
        actions.return_commendation(commendation=row, reason="有异议", by=head(row.assistant), seen=row.version, now=at(AFTER))
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        answer(objection, by=clerk(row.assistant))
    with refused(Impossible, "请写明核查情况。"):
        answer(objection, finding=" ")
    with refused(Impossible, "请选择结论。"):
        answer(objection, outcome="maybe")
    assert answer(objection).word == "查无此事，或者不影响"
    with refused(Impossible, "这条异议已经答复。"):
        answer(objection)
    assert give(row).state == "confirmed"


def test_an_upheld_objection_bars_the_commendation_which_goes_back():
    row = shown(hired())
    answer(record(row), **TRUE)
    with refused(Impossible, "公示期内收到的异议有 1 条查实，不能审定，请退回。"):
        give(row)
    row = actions.return_commendation(commendation=row, reason="异议查实", by=head(row.assistant), seen=row.version, now=at(AFTER))
    assert row.state == "returned"


def test_who_wrote_it_down_or_proposed_the_commendation_does_not_answer():
    row = shown(hired())
    boss, second = head(row.assistant), make_user(Role.COUNTY_HEAD, row.assistant.county)
    own = record(row, by=boss)
    with pytest.raises(OneHand):
        answer(own, by=boss)
    proposer = row.entered_by
    proposer.role = Role.COUNTY_HEAD
    proposer.save(update_fields=["role"])
    with refused(Refused, "您提出的这项表彰，异议由另一位负责人答复。"):
        answer(own, by=proposer)
    assert answer(own, by=second).closed_by == second


@pytest.mark.parametrize(("on", "now"), [(date(2025, 3, 2), DAY), (date(2025, 3, 11), date(2025, 3, 12)), (date(2025, 3, 6), DAY)])
def test_an_objection_comes_while_it_is_shown(on, now):
    row = shown(hired())
    later = "收到异议的日期不能晚于今天。"
    outside = "这次公示从 2025-03-03 到 2025-03-10，收到异议的日期应在这几天之内；期满以后反映的，按来信来访办理。"
    with refused(Impossible, later if on > now else outside):
        record(row, on=on, now=at(now))
    assert record(row, on=date(2025, 3, 3), now=at(DAY)).said_by == "一位群众"
    assert record(row, on=date(2025, 3, 10), now=at(AFTER), said_by="").said_by == ""  # what came on the last day is written down after it


def test_there_is_no_objection_without_words_or_without_a_publicity():
    contract = hired()
    with refused(Impossible, "没有公示，或者公示已经办结，不能登记异议。"):
        record(praised(contract, award="praised"))
    row = shown(contract)
    with refused(Impossible, "请写明异议的内容。"):
        record(row, text=" ")
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        record(row, by=staff(contract.county, Role.COUNTY_HR))
    with refused(Refused, "这项内容不属于您的管理范围，操作没有执行。"):
        record(row, by=clerk(hired()))
    give(row)
    with refused(Impossible, "没有公示，或者公示已经办结，不能登记异议。"):
        record(row)


# --- 优秀 -------------------------------------------------------------------------------------------------------------


def make_excellent():
    """One of five is 优秀 and shown from 2025-01-06 to 2025-01-13."""
    people = appraising.make_people(5)
    grades = [Grade.EXCELLENT] + [Grade.COMPETENT] * 4
    period = appraising.make_confirmed_period(people, grades=grades)
    return Appraisal.objects.get(period=period, grade="excellent")


def test_an_excellent_is_not_served_and_not_final_before_the_answer():
    sheet = make_excellent()
    objection = record(sheet, on=date(2025, 1, 8))
    after = at(sheet.posted_last + timedelta(days=1))
    with refused(Impossible, UNANSWERED):
        appraising.sign(sheet, now=after)
    answer(objection)
    assert appraising.sign(sheet, now=after).receipt == "paper"
    with refused(Impossible, "没有公示，或者公示已经办结，不能登记异议。"):
        record(sheet, on=date(2025, 1, 8), now=after)


def test_an_upheld_objection_takes_the_excellent_back():
    sheet = make_excellent()
    objection = record(sheet, on=date(2025, 1, 8))
    for wrong in ("", "excellent", "undetermined"):
        with refused(Impossible, "考核优秀的异议查实的，请选择改为什么等次。"):
            answer(objection, **TRUE, grade=wrong)
    answer(objection, **TRUE, grade="competent")
    sheet.refresh_from_db()
    assert (sheet.grade, sheet.posted_on, sheet.grade_reason) == ("competent", None, "公示异议查实，改为合格")
    assert not Appraisal.objects.posted(date(2025, 1, 9)).exists()
    assert appraising.sign(sheet, now=at(date(2025, 1, 9))).receipt == "paper"


# --- past the form ---------------------------------------------------------------------------------------------------


def create(row, **changes):
    subject = {"appraisal": row} if isinstance(row, Appraisal) else {"commendation": row}
    facts = {"county": row.assistant.county, "received_on": DAY, "received_by": clerk(row.assistant), "received_at": at(DAY)}
    return lambda: Objection.objects.create(**subject | facts | SAID | changes)


def test_an_objection_past_the_form():
    row = shown(hired())
    for name, changes in (
        ("objection_comes_while_it_is_shown", {"received_on": date(2025, 3, 2)}),
        ("objection_comes_while_it_is_shown", {"received_on": date(2025, 3, 6)}),
        ("objection_comes_while_it_is_shown", {"text": ""}),
        ("objection_comes_while_it_is_shown", {"county": hired().county}),
        ("objection_comes_while_it_is_shown", {"commendation": praised(hired())}),
        ("objection_is_to_one_publicity", {"appraisal": make_excellent()}),
        ("answered_objection_says_who", {"outcome": "unfounded"}),
        ("upheld_objection_names_the_grade", {"grade": "competent"}),
    ):
        assert refusal(create(row, **changes))[0] == name
    objection, boss = create(row)(), head(row.assistant)  # the control
    done = {"outcome": "unfounded", "closed_at": at(DAY), "closed_by": boss}
    change = Objection.objects.filter(pk=objection.pk).update
    assert refusal(lambda: change(**done))[0] == "answered_objection_has_a_finding"
    assert refusal(lambda: change(**done | {"closed_by": objection.received_by, "finding": "x"}))[0] == "objection_answered_by_another"
    assert refusal(lambda: change(way="visit"))[0] == "objection_kept"
    assert refusal(objection.delete)[0] == "objection_kept"
    change(**done, finding="属实")
    assert refusal(lambda: change(outcome="upheld"))[0] == "objection_kept"


def test_a_publicity_does_not_end_past_the_form_before_the_answer():
    row = shown(hired())
    objection, boss = create(row)(), head(row.assistant).pk
    decided = f"decided_by_id = {boss}, decided_at = '2025-03-11 04:00+00'"
    end = sql(f"UPDATE evaluation_commendation SET state = 'confirmed', {decided}")
    back = sql(f"UPDATE evaluation_commendation SET state = 'returned', {decided}, return_reason = 'x'")
    assert [refusal(act)[0] for act in (end, back)] == ["objections_answered_first"] * 2
    answer(objection, **TRUE)
    assert refusal(end)[0] == "upheld_objection_bars_the_commendation"
    back()  # the control


def test_an_excellent_changes_past_the_form_only_as_an_upheld_objection_says():
    sheet = make_excellent()
    objection = record(sheet, on=date(2025, 1, 8))
    change = Appraisal.objects.filter(pk=sheet.pk).update
    served = {"receipt": "paper", "served_on": date(2025, 1, 14), "served_by": clerk(sheet.assistant), "ask_until": date(2025, 1, 24)}
    assert refusal(lambda: change(**served))[0] == "objections_answered_first"
    lowered = {"grade": "competent", "posted_on": None, "posted_first": None, "posted_last": None}
    assert refusal(lambda: change(**lowered))[0] == "appraisal_decided"
    upheld = {"outcome": "upheld", "grade": "competent", "finding": "不实", "closed_at": at(DAY), "closed_by": head(sheet.assistant)}
    missing = Objection.objects.filter(pk=objection.pk)
    assert refusal(lambda: missing.update(**upheld | {"grade": ""}))[0] == "upheld_objection_names_the_grade"
    missing.update(**upheld)
    assert refusal(lambda: change(**lowered | {"grade": "basic"}))[0] == "appraisal_decided"
    assert refusal(lambda: change(**lowered, best="competent"))[0] == "appraisal_decided"
    assert refusal(lambda: change(posted_on=date(2025, 1, 7)))[0] == "appraisal_told_once"
    change(**lowered)  # the control


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_a_decision_waits_for_the_objection_that_is_being_written(guarded):
    make_calendar()
    row = shown(hired())
    boss = head(row.assistant).pk
    end = f"UPDATE evaluation_commendation SET state = 'confirmed', decided_by_id = {boss}, decided_at = '2025-03-11 04:00+00'"

    def decide_meanwhile():
        try:
            sql(end)()
            return ""
        except IntegrityError as error:
            return str(error)
        finally:
            connection.close()

    guard = "ALTER TABLE evaluation_objection {} TRIGGER objection_guarded"
    sql(guard.format("ENABLE" if guarded else "DISABLE"))()
    try:
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                create(row)()
                deciding = pool.submit(decide_meanwhile)
                done, _ = wait([deciding], timeout=3)
                assert bool(done) is not guarded  # without the guard it is given beside an objection that nobody sees yet
            assert ("还没有答复" in deciding.result(timeout=10)) is guarded
    finally:
        sql(guard.format("ENABLE"))()


# --- pages -----------------------------------------------------------------------------------------------------------


def parts(day):
    return {"received_on_0": day.year, "received_on_1": day.month, "received_on_2": day.day}


def test_an_objection_is_written_down_by_the_clerk_and_answered_by_the_head():
    row = shown(hired(name="王表彰"))
    desk, chief, now = signed_in(clerk(row.assistant)), signed_in(head(row.assistant)), at(DAY)
    page, write = url("commendation", row.pk), url("commendation_object", row.pk)
    assert write in text(get(desk, page, now))
    said = SAID | parts(DAY)
    assert "请写明异议的内容。" in text(post(desk, write, said | {"text": ""}, now=now))
    assert "异议已登记" in text(post(desk, write, said, now=now))
    objection = Objection.objects.get()
    assert "一位群众" not in sql_text("SELECT said_by || text FROM evaluation_objection")
    assert "答复公示异议" in text(get(chief, "/desk/", now))
    detail = url("objection", objection.pk)
    assert ("一位群众" in text(get(desk, detail, now)), "登记结论" in text(get(desk, detail, now))) == (True, False)
    assert UNANSWERED in text(post(chief, url("commendation_return", row.pk), {"seen": 2, "reason": "有异议"}, now=now))
    assert "请写明核查情况。" in text(post(chief, detail, {"outcome": "upheld", "seen": 1}, now=now))
    assert "异议已答复。查实的表彰不能审定，请在表彰页退回。" in text(post(chief, detail, {**TRUE, "seen": 1}, now=now))
    assert "查实，不应评为优秀、给予表彰" in text(get(chief, page, now))
    rows = records_of(get(desk, url("objections_export") + "?state=upheld", now).content)
    assert [(line["姓名"], line["公示"], line["方式"]) for line in rows] == [("王表彰", "2025年度优秀司法协理员", "来电")]
    assert "没有公示异议" in text(get(desk, url("objections") + "?state=open", now))
    stranger = signed_in(clerk(hired()))
    assert (get(stranger, detail, now).status_code, get(stranger, write, now).status_code) == (404, 404)
    assert get(signed_in(staff(row.assistant.county, Role.COUNTY_HR)), url("objections"), now).status_code == 403


def test_an_excellent_is_objected_to_on_its_sheet():
    sheet = make_excellent()
    now = at(date(2025, 1, 8))
    desk, chief = signed_in(clerk(sheet.assistant)), signed_in(head(sheet.assistant))
    write = url("appraisal_object", sheet.pk)
    assert write in text(get(desk, url("appraisal", sheet.pk), now))
    assert "异议已登记" in text(post(desk, write, SAID | parts(date(2025, 1, 8)), now=now))
    detail = url("objection", Objection.objects.get().pk)
    assert "考核优秀的异议查实的，请选择改为什么等次。" in text(post(chief, detail, {**TRUE, "seen": 1, "grade": ""}, now=now))
    assert "改为合格" in text(post(chief, detail, {**TRUE, "seen": 1, "grade": "competent"}, now=now))
    office = signed_in(appraising.office_head(sheet.marks.first().office))
    assert "公示异议" not in text(get(office, url("appraisal", sheet.pk), now)).replace("公示异议查实", "")


@pytest.mark.parametrize(("role", "own"), [(Role.DISCIPLINE, True), (Role.DISCIPLINE, False), (Role.CITY, False)])
def test_who_supervises_sees_that_one_came_and_what_came_of_it_but_not_its_words(role, own):
    sheet = make_excellent()
    on = date(2025, 1, 8)
    objection, now = record(sheet, on=on), at(on)
    answer(objection, grade="competent", **TRUE)
    elsewhere = shown(hired(name="外县人"))
    record(elsewhere)
    watching = signed_in(make_user(role, sheet.assistant.county if own else None))
    assert url("objections") in text(get(watching, url("periods"), now))
    page = text(get(watching, url("objections"), now))
    assert (sheet.assistant.name in page, "外县人" in page, "查实，不应评为优秀、给予表彰" in page) == (True, not own, True)
    assert ("调解的件数不实" in page, "一位群众" in page, url("objection", objection.pk) in page) == (False, False, False)
    rows = records_of(get(watching, url("objections_export"), now).content)
    assert sheet.assistant.name in [row["姓名"] for row in rows]
    beside = text(get(watching, url("appraisal", sheet.pk), now))
    assert ("2025-01-08 来电" in beside, url("objection", objection.pk) in beside) == (True, False)
    for name, *args in (("objection", objection.pk), ("commendation_object", elsewhere.pk), ("appraisal_object", sheet.pk)):
        assert get(watching, url(name, *args), now).status_code == 403


def test_the_list_costs_the_same_for_one_row_and_for_three(client):
    contract = hired()
    record(shown(contract))
    client.force_login(clerk(contract))
    with clock.standing_at(at(DAY)):
        one = queries_of(client, url("objections"))
        for _ in range(2):
            record(shown(hired(contract.line)))
        assert (queries_of(client, url("objections")), one <= 15) == (one, True)


def sql_text(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]
