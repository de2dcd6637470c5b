"""The pages of appraisal: who opens them, what they say, and that the lists do not slow down with their rows."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from bureaus import clock
from bureaus.models import Message
from documents.models import OfficialPaper
from evaluation import actions
from evaluation.models import Appraisal, AppraisalPeriod, AppraisalScheme, OpinionLink
from policy.appraisal import Grade
from policy.appraisal_way import AUDIENCES, Cycle, suggested
from policy.powers import Role
from tests.evaluation.appraisal_factories import (
    MARKS,
    THEN,
    ask,
    days,
    make_confirmed_period,
    make_confirmed_scheme,
    make_marked_period,
    make_people,
    make_period,
    make_scheme,
    mark,
    offer,
    office_head,
    prepare,
    sign,
    write,
)
from tests.recruitment.desks import get, signed_in, text
from tests.staffing.factories import city, make_county, make_user, staff
from tests.staffing.queries import queries_of
from tests.staffing.readback import records_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_calendar")]


@pytest.fixture(autouse=True)
def _then():
    with clock.standing_at(THEN):
        yield


def at(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


@pytest.fixture
def county_with_template():
    return make_confirmed_scheme(make_people(1)[0].county).county


# --- the template


def test_a_template_goes_from_the_clerk_to_the_head(client):
    county = make_county()
    clerk, head = staff(county, Role.COUNTY_CLERK), staff(county, Role.COUNTY_HEAD)
    client.force_login(clerk)
    answer = client.post(at("appraisal_scheme_begin"), follow=True)
    scheme = AppraisalScheme.objects.get()
    assert 'name="results" value="40"' in answer.content.decode()
    given = {**suggested(), "vetoes": "旷工三天以上 基本合格", "seen": scheme.version}
    answer = client.post(at("appraisal_scheme_edit", scheme.pk), given | {"results": "45"})
    assert "德、能、勤、绩、廉现在合计 105%，应合计 100%，请调整。" in text_of(answer)
    assert 'value="45"' in answer.content.decode()
    client.post(at("appraisal_scheme_edit", scheme.pk), given)
    scheme.refresh_from_db()
    client.post(at("appraisal_scheme_offer", scheme.pk), {"seen": scheme.version})
    assert client.get(at("appraisal_scheme_confirm", scheme.pk)).status_code == 403
    scheme.refresh_from_db()
    client.force_login(head)
    assert "旷工三天以上：最高基本合格" in text_of(client.get(at("appraisal_scheme_confirm", scheme.pk)))
    client.post(at("appraisal_scheme_confirm", scheme.pk), {"seen": scheme.version})
    assert AppraisalScheme.objects.get().state == "已核定"


def test_a_template_goes_back_with_its_reason(client):
    scheme = make_scheme()
    client.force_login(staff(scheme.county, Role.COUNTY_HEAD))
    client.post(at("appraisal_scheme_return", scheme.pk), {"reason": "比例偏高", "seen": scheme.version})
    client.force_login(scheme.entered_by)
    assert "比例偏高" in text_of(client.get(at("appraisal_scheme", scheme.pk)))


@pytest.mark.parametrize("value", ["", "abc", "-1", "1e9", "NaN", "15.5", "\x00", "９"])
def test_a_bad_number_gets_a_sentence(client, value):
    scheme = make_scheme()
    client.force_login(scheme.entered_by)
    given = {**suggested(), "vetoes": "", "seen": scheme.version, "integrity": value}
    answer = client.post(at("appraisal_scheme_edit", scheme.pk), given)
    assert (answer.status_code, "处需要修改" in text_of(answer)) == (200, True)


# --- the period


def test_a_period_is_opened_filled_in_offered_confirmed_and_posted(client):
    people = make_people(5, account=True)
    county = people[0].county
    make_confirmed_scheme(county)
    client.force_login(staff(county, Role.COUNTY_CLERK))
    dates = {"first_day_0": 2024, "first_day_1": 1, "first_day_2": 1, "last_day_0": 2024, "last_day_1": 12, "last_day_2": 31}
    answer = client.post(at("period_open"), {"cycle": "year", **dates, "last_day_2": 30})
    assert "年度考核应从某月 1 日起，满 12 个月，请核对起止日期。" in text_of(answer)
    client.post(at("period_open"), {"cycle": "year", **dates})
    period = AppraisalPeriod.objects.get()
    for sheet in period.appraisals.all():
        mark(write(sheet))
    period.refresh_from_db()
    first, *rest = period.appraisals.all()
    grid = {f"grade-{sheet.pk}": "competent" for sheet in rest} | {f"grade-{first.pk}": "excellent", "seen": period.version}
    answer = client.post(at("period", period.pk), grid | {f"grade-{rest[0].pk}": "excellent"})
    assert "优秀 2 人，超过 5 人的 20%（1 人），请减少 1 人。" in text_of(answer)
    assert answer.content.decode().count('value="excellent" selected') == 2
    client.post(at("period", period.pk), grid)
    period.refresh_from_db()
    assert "优秀名额已经用完" in text_of(client.get(at("period", period.pk)))
    client.post(at("period_offer", period.pk), {"seen": period.version})
    period.refresh_from_db()
    assert client.get(at("period_confirm", period.pk)).status_code == 403
    client.force_login(staff(county, Role.COUNTY_HEAD))
    assert "公示期 2025-01-07 至 2025-01-13" in text_of(client.get(at("period_confirm", period.pk)))
    client.post(at("period_confirm", period.pk), {"seen": period.version})
    assert AppraisalPeriod.objects.get().state == "已核定"
    client.logout()
    assert "演示协理员1" in text_of(client.get(at("publicity")))
    with clock.standing_at(days(8)):
        assert "演示协理员1" not in text_of(client.get(at("publicity")))


def test_a_grid_that_moved_keeps_what_was_typed(client):
    period = make_marked_period(make_people(1))
    sheet = period.appraisals.get()
    client.force_login(staff(period.county, Role.COUNTY_CLERK))
    typed = {f"grade-{sheet.pk}": "basic", f"reason-{sheet.pk}": "会议研究", "seen": period.version - 1}
    answer = client.post(at("period", period.pk), typed)
    assert "您填的仍在本页；再次保存就以本页为准。" in text_of(answer)
    page = answer.content.decode()
    for words in ('value="basic" selected', 'value="会议研究"', f'name="seen" value="{period.version}"'):
        assert words in page


@pytest.mark.parametrize("grade", ["undetermined", "splendid", "", "\x00"])
def test_a_grade_that_is_none_is_no_fault_of_ours(client, grade):
    period = make_marked_period(make_people(1))
    sheet = period.appraisals.get()
    client.force_login(staff(period.county, Role.COUNTY_CLERK))
    answer = client.post(at("period", period.pk), {f"grade-{sheet.pk}": grade, f"veto-{sheet.pk}": "v9", "seen": period.version})
    assert answer.status_code == 200


def test_grades_go_back_through_the_page(client):
    period = offer(prepare(make_marked_period(make_people(1)), [Grade.COMPETENT]))
    client.force_login(staff(period.county, Role.COUNTY_HEAD))
    client.post(at("period_return", period.pk), {"reason": "再议一次", "seen": period.version})
    assert "再议一次" in text_of(client.get(at("period", period.pk)))


def test_the_grid_and_the_city_read_as_tables(client):
    period = make_confirmed_period(make_people(2))
    client.force_login(city())
    answer = client.get(at("periods"))
    assert "2024年度考核" in text_of(answer)
    row = load_workbook(BytesIO(client.get(at("periods_export")).content)).worksheets[0]
    assert [cell.value for cell in row[2]] == [str(period.county), "2024年度考核", "已核定", 2, 2, 2, 0, 0, 0, 2, 0, 0, 0]
    table = load_workbook(BytesIO(client.get(at("period_export", period.pk)).content)).worksheets[0]
    assert [cell.value for cell in table[2]][:7] == ["演示协理员1", str(period.county.offices.get()), 306, "待签收", 90, "合格", "合格"]


def test_the_templates_read_as_a_table(client):
    scheme = make_confirmed_period(make_people(1)).scheme
    client.force_login(staff(scheme.county, Role.COUNTY_CLERK))
    (row,) = records_of(client.get(at("schemes_export")).content)
    weights = [row[title] for title in ("德", "能", "勤", "绩", "廉")]
    assert weights == [scheme.integrity, scheme.ability, scheme.diligence, scheme.results, scheme.probity]
    assert (row["县（区）"], row["版次"], row["状态"]) == (str(scheme.county), 1, scheme.state)
    assert (row["优秀比例（%）"], row["最后保存"]) == (scheme.excellent_percent, clock.today(scheme.saved_at))


def test_grades_that_are_not_confirmed_are_not_in_the_citys_shares(client):
    prepare(make_marked_period(make_people(1)), [Grade.COMPETENT])
    client.force_login(city())
    assert "审定以后统计" in text_of(client.get(at("periods")))


def test_another_county_finds_nothing(client):
    period = make_marked_period(make_people(1))
    client.force_login(staff(make_county(), Role.COUNTY_CLERK))
    sheet = period.appraisals.get()
    for url in (at("period", period.pk), at("appraisal", sheet.pk), at("appraisal_scheme", period.scheme_id)):
        assert client.get(url).status_code == 404


# --- the office


def test_an_office_writes_down_marks_and_serves(client):
    people = make_people(2, offices=2)
    period = make_period(people)
    sheet, other = period.appraisals.all()
    head = office_head(sheet.marks.get().office)
    client.force_login(head)
    assert client.get(at("appraisal", other.pk)).status_code == 404
    client.post(at("appraisal_summary", sheet.pk), {"text": "纸质述职内容", "seen": sheet.version})
    sheet.refresh_from_db()
    given = {**MARKS, "suggestion": "competent", "opinion": "好", "seen": sheet.version}
    answer = client.post(at("appraisal_marks", sheet.pk), given | {"results": "101"})
    assert "绩应在 0 到 100 分之间，填的是 101。" in text_of(answer)
    client.post(at("appraisal_marks", sheet.pk), given)
    assert "90.00" in text_of(client.get(at("office_appraisals")))
    table = load_workbook(BytesIO(client.get(at("office_appraisals_export")).content)).worksheets[0]
    assert [cell.value for cell in table[2]] == ["演示协理员1", "2024年度考核", 10, "待定等次", 90, "合格", None]
    mark(write(other))
    period.refresh_from_db()
    prepared = prepare(period, [Grade.COMPETENT] * 2)
    actions.confirm_grades(
        period=offer(prepared), by=staff(period.county, Role.COUNTY_HEAD), seen=AppraisalPeriod.objects.get().version, now=THEN
    )
    sheet.refresh_from_db()
    served = {"receipt": "refused", "served_on_0": 2025, "served_on_1": 1, "served_on_2": 6, "seen": sheet.version}
    assert "拒绝签收或者本人不在的，请写明情况和见证人。" in text_of(client.post(at("appraisal_receipt", sheet.pk), served))
    client.post(at("appraisal_receipt", sheet.pk), served | {"note": "演示见证人在场"})
    assert Appraisal.objects.get(pk=sheet.pk).get_receipt_display() == "本人拒绝签收"


# --- the assistant


def test_the_assistant_writes_signs_and_asks(client):
    (person,) = make_people(1, account=True)
    period = make_period([person])
    sheet = period.appraisals.get()
    client.force_login(person.person)
    assert "待述职" in text_of(client.get(at("my_appraisals")))
    client.post(at("my_summary", sheet.pk), {"text": "协助调解 30 件", "seen": sheet.version})
    mark(Appraisal.objects.get(pk=sheet.pk))
    page = text_of(client.get(at("my_appraisal", sheet.pk)))
    assert ("协助调解 30 件" in page, "工作认真" in page) == (True, False)
    period.refresh_from_db()
    actions.confirm_grades(
        period=offer(prepare(period, [Grade.COMPETENT])),
        by=staff(period.county, Role.COUNTY_HEAD),
        seen=AppraisalPeriod.objects.get().version,
        now=THEN,
    )
    assert "请签收考核结果" in text_of(client.get(at("my_appraisal", sheet.pk)))
    assert "等次：合格。" in text_of(client.get(at("my_signature", sheet.pk)))
    client.post(at("my_signature", sheet.pk), {"seen": Appraisal.objects.get().version})
    assert "申请到 2025年1月16日（星期四）为止" in text_of(client.get(at("my_appraisal", sheet.pk)))
    client.post(at("my_recheck", sheet.pk), {"grounds": "漏了案件", "seen": Appraisal.objects.get().version})
    assert "复核申请已提交" in text_of(client.get(at("my_appraisal", sheet.pk)))
    assert Message.objects.filter(letter="appraisal_recheck_asked").exists()


def test_nobody_opens_the_appraisal_of_another(client):
    first, second = make_people(2, account=True)
    sheet = make_period([first, second]).appraisals.get(assistant=first)
    client.force_login(second.person)
    for name in ("my_appraisal", "my_summary", "my_signature", "my_recheck"):
        assert client.get(at(name, sheet.pk)).status_code == 404
    assert client.get(at("appraisal", sheet.pk)).status_code == 403


def test_the_bureau_answers_by_another_hand(client):
    (person,) = make_people(1, account=True)
    sheet = sign(make_confirmed_period([person]).appraisals.get())
    ask(sheet, by=person.person)
    client.force_login(staff(person.county, Role.COUNTY_HEAD))
    given = {"grade": "competent", "answer": "经核实，维持。"}
    assert "复核须由没有拟定、也没有审定这一等次的人答复" in text_of(client.post(at("appraisal_answer", sheet.pk), given))
    client.force_login(make_user(Role.COUNTY_HEAD, person.county))
    client.post(at("appraisal_answer", sheet.pk), given)
    answered = Appraisal.objects.select_related("recheck").get()
    assert (answered.state(THEN), answered.final_at) == ("已确定", answered.recheck.answered_at)


# --- opinions and papers


def test_links_are_shown_once_and_open_a_form_without_a_sign_in(client):
    sheet = make_period(make_people(1)).appraisals.get()
    client.force_login(staff(sheet.period.county, Role.COUNTY_CLERK))
    answer = client.post(at("appraisal_links", sheet.pk), {"audience": "served", "number": 2})
    tokens = re.findall(r"/evaluation/opinions/([^/]+)/", answer.content.decode())
    assert (len(tokens), "no-store" in answer["Cache-Control"]) == (2, True)
    client.logout()
    url = at("opinion", tokens[0])
    assert "请评价“办事效率”。" in text_of(client.post(url, {"manner": "good", "help": "good"}))
    answer = client.post(url, {key: "good" for key, _ in AUDIENCES["served"].questions})
    assert "评价已收到" in text_of(answer)
    assert [client.get(url).status_code, client.get(at("opinion", "nothing")).status_code] == [410, 410]
    assert OpinionLink.objects.filter(used_on=date(2025, 1, 6)).count() == 1


def test_the_sheet_is_asked_for_as_a_paper(client):
    sheet = make_confirmed_period(make_people(1)).appraisals.get()
    client.force_login(staff(sheet.period.county, Role.COUNTY_CLERK))
    answer = client.post(at("appraisal_paper", sheet.pk))
    paper = OfficialPaper.objects.get(kind="appraisal_sheet")
    assert answer.url == reverse("documents:paper", args=[paper.code])
    assert ("司法协理员2024年度考核登记表" in paper.source, "工作认真，群众满意。" in paper.source) == (True, True)


# --- who opens what, and how often the database is asked

STAFF_PAGES = {
    "periods": "city clerk head discipline",
    "appraisal_schemes": "city clerk head discipline",
    "schemes_export": "city clerk head discipline",
    "period_open": "clerk",
    "office_appraisals": "office",
    "my_appraisals": "assistant",
}


@pytest.mark.parametrize("name", STAFF_PAGES)
@pytest.mark.parametrize("role", ["city", "clerk", "head", "hr", "discipline", "office", "assistant", "applicant", "operator"])
def test_each_list_opens_for_whom_the_powers_table_names(client, name, role):
    county = make_county()
    kind = Role({"clerk": "county_clerk", "head": "county_head", "hr": "county_hr"}.get(role, role))
    client.force_login(make_user(kind, county, office=county.offices.first() if role == "office" else None))
    assert client.get(at(name)).status_code == (200 if role in STAFF_PAGES[name].split() else 403)


def test_the_pages_of_a_county_ask_as_often_for_one_as_for_three(client):
    asked = {}
    for number in (1, 3):
        people = make_people(number, offices=1, account=True)
        period = make_confirmed_period(people)
        open_ = make_period(people, cycle=Cycle.MONTH, dates=(date(2024, 12, 1), date(2024, 12, 31)))
        sheet = period.appraisals.first()
        clerk, head = staff(period.county, Role.COUNTY_CLERK), office_head(sheet.marks.get().office)
        for name, user, args in (
            ("periods", clerk, []),
            ("period", clerk, [period.pk]),
            ("period", clerk, [open_.pk]),
            ("office_appraisals", head, []),
            ("appraisal_schemes", clerk, []),
            ("schemes_export", clerk, []),
            ("my_appraisals", people[0].person, []),
        ):
            client.force_login(user)
            asked.setdefault((name, tuple(bool(arg == open_.pk) for arg in args)), []).append(queries_of(client, at(name, *args)))
    assert {key: one == three and three <= 15 for key, (one, three) in asked.items()} == dict.fromkeys(asked, True), asked


def test_each_desk_says_what_waits_for_it(client):
    def desk(user):
        client.force_login(user)
        return text_of(client.get("/desk/"))

    (person,) = make_people(1)
    period = make_period([person])
    sheet = period.appraisals.get()
    head, clerk, office = (
        staff(person.county, Role.COUNTY_HEAD),
        staff(person.county, Role.COUNTY_CLERK),
        office_head(sheet.marks.get().office),
    )
    assert "给本所人员考核评分" in desk(office)
    mark(write(sheet))
    assert ("给本所人员考核评分" in desk(office), "定考核等次" in desk(clerk)) == (False, True)
    period.refresh_from_db()
    period = offer(prepare(period, [Grade.COMPETENT]))
    assert "审定考核等次" in desk(head)
    actions.confirm_grades(period=period, by=head, seen=period.version, now=THEN)
    assert "送达考核结果" in desk(office)


def serves(office, day):
    """Whether the desk of an office has results to serve so many days after the opening."""
    with clock.standing_at(days(day)):
        return "送达考核结果" in text(get(signed_in(office_head(office)), "/desk/", days(day)))


def test_who_has_an_account_and_does_not_sign_is_the_offices_after_ten_days():
    period = make_confirmed_period(make_people(1, account=True))
    sheet = period.appraisals.get()
    office = sheet.marks.get().office
    assert [serves(office, day) for day in (0, 10, 11)] == [False, False, True]
    sign(sheet, now=days(11))
    assert not serves(office, 11)


def test_what_was_posted_waits_ten_days_from_the_end_of_its_publicity():
    people = make_people(5, account=True)
    period = make_confirmed_period(people, grades=[Grade.EXCELLENT] + [Grade.COMPETENT] * 4)
    sheet = period.appraisals.get(grade="excellent")
    for other in period.appraisals.exclude(pk=sheet.pk):
        sign(other, now=days(1))
    assert sheet.posted_last == date(2025, 1, 13)
    assert [serves(sheet.marks.get().office, day) for day in (16, 17, 18)] == [False, False, True]
