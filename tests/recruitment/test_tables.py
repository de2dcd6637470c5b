"""The tables of a round as they leave the portal: what stands on the page and no more, for whom the page is, at a constant cost."""

from datetime import date

import pytest
from django.urls import reverse

from bureaus import clock
from policy.powers import Role
from policy.progress import Outcome
from recruitment import actions
from recruitment.models import Application, Seat
from tests.recruitment import internal, stages
from tests.recruitment.factories import DRAWN_UP, OPEN, fresh, make_announced_round, make_application, make_picture, make_round
from tests.recruitment.kept import again, get, once, signed_in
from tests.recruitment.stages import EXAMINED, POSTED, RECHECKED, SEATED, WRITTEN, clerk, head
from tests.staffing.factories import make_county, make_office, make_user, staff
from tests.staffing.queries import queries_of
from tests.staffing.readback import records_of

pytestmark = pytest.mark.django_db
seated = once(stages.make_seated_round)
published = once(stages.make_published_round)
ALLEGED = "有未结案件，请查实"


def taken(user, name, *args, now):
    """The lines of an export."""
    return records_of(get(user, name, *args, now=now).content)


# ---- 岗位 ----


def test_the_vacancies_go_out_with_what_the_ledger_has_left_and_what_became_of_each():
    round = make_announced_round(make_county("盂县", offices=1))
    make_application(round)
    vacancy = round.vacancies.get()
    (row,) = taken(clerk(round), "vacancies_export", round.pk, now=OPEN)
    assert row == {
        "代码": vacancy.code,
        "司法所": str(vacancy.line.office),
        "备案拟招聘": 1,
        "已预留": 1,
        "已聘用": 0,
        "剩余": 0,
        "本批次招聘": 1,
        "报名人数": 1,
        "开考决定": None,
    }


def test_an_office_without_a_vacancy_stands_there_with_what_is_left():
    round = make_round(make_county("盂县", offices=1))
    round.vacancies.all().delete()
    (row,) = taken(clerk(round), "vacancies_export", round.pk, now=DRAWN_UP)
    assert [row[title] for title in ("代码", "本批次招聘", "报名人数", "开考决定")] == [None] * 4
    assert (row["备案拟招聘"], row["剩余"]) == (1, 1)


def test_the_notices_go_out_with_how_far_each_has_come():
    round = make_announced_round()
    rows = {row["名称"]: row for row in taken(clerk(round), "notices_export", round.pk, now=OPEN)}
    first = rows["招聘公告"]
    assert (first["环节"], first["状态"]) == ("公告", "已发布")
    assert first["发布时间"] == f"{round.announced_at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
    assert (rows["拟聘用人员公示"]["状态"], rows["拟聘用人员公示"]["发布时间"]) == ("未拟稿", None)


# ---- exams ----


def test_one_rooms_seats_go_out_alone(seated):
    round = again(seated)
    rows = taken(clerk(round), "exam_room_export", round.pk, 1, now=SEATED)
    seats = Seat.objects.filter(room__number=1).order_by("number").select_related("application")
    assert [(row["座位"], row["姓名*"], row["准考证号*"]) for row in rows] == [
        (seat.number, seat.application.name, seat.ticket_number) for seat in seats
    ]
    assert get(clerk(round), "exam_room_export", round.pk, 99, now=SEATED).status_code == 404


def test_the_panel_goes_out_to_whoever_names_it(seated):
    round = again(seated)
    assert "导出 Excel" not in get(clerk(round), "panel", round.pk, now=SEATED).text
    stages.name_panel(round)
    assert "导出 Excel" in get(clerk(round), "panel", round.pk, now=RECHECKED).text
    rows = taken(clerk(round), "panel_export", round.pk, now=RECHECKED)
    assert [(row["序号"], row["姓名"]) for row in rows] == list(round.panelists.values_list("number", "name"))
    assert {row["来自招聘单位"] for row in rows} <= {"是", "否"}


def test_the_versions_of_a_score_sheet_go_out_with_whose_hands_they_went_through(seated):
    round = again(seated)
    sheet = stages.confirm(stages.enter(round, "written_exam", stages.SCORES[:3], WRITTEN), WRITTEN)
    stages.release(sheet, WRITTEN)
    (row,) = taken(clerk(round), "scores_export", round.pk, "written_exam", now=WRITTEN)
    assert row == {
        "版本": 1,
        "状态": "已发布",
        "更正理由": None,
        "录入人": clerk(round).name,
        "录入时间": "2024-04-29 10:00",
        "复核人": head(round).name,
        "复核时间": "2024-04-29 10:00",
        "发布人": stages.hr(round).name,
        "发布时间": "2024-04-29 10:00",
    }
    assert get(make_user(Role.DISCIPLINE), "scores_export", round.pk, "written_exam", now=WRITTEN).status_code == 403
    assert get(make_user(Role.COUNTY_CLERK, make_county()), "scores_export", round.pk, "written_exam", now=WRITTEN).status_code == 404


def test_what_an_office_said_of_its_people_goes_out_to_that_office_alone():
    round = internal.make_assessment_round(people=2)
    first, second = Application.objects.filter(round=round).order_by("pk")
    office = internal.office_of(round)
    internal.give_opinions(round, ("70.00",) * 5)
    second.opinions.all().delete()
    told = [list(row.values()) for row in taken(office, "opinions_export", now=internal.ASSESSED)]
    assert told == [
        [first.name, round.title, str(first.vacancy), *[70] * 6, "已填写"],
        [second.name, round.title, str(second.vacancy), *[None] * 6, "待填写"],
    ]
    other = make_county()
    stranger = make_user(Role.OFFICE, other, office=make_office(other))
    assert taken(stranger, "opinions_export", now=internal.ASSESSED) == []


def test_who_asked_for_a_recheck_goes_out_without_the_reason():
    round = stages.make_inspection_round()
    person = stages.applications(round)[0]
    stages.settle(person, "inspection")
    stages.close(round, EXAMINED)
    stages.settle(person, "medical", Outcome.FAILED)
    with clock.standing_at(EXAMINED):
        recheck = actions.ask_recheck(application=person, stage="medical", request="复查结果正常", by=person.applicant, now=EXAMINED)
    (row,) = taken(clerk(round), "rechecks_export", round.pk, now=EXAMINED)
    assert row == {
        "姓名": person.name,
        "准考证号": person.seat.ticket_number,
        "事项": "体检复检",
        "申请时间": "2024-05-16 10:00",
        "状态": "待答复",
        "答复时间": None,
        "答复人": None,
    }
    with clock.standing_at(EXAMINED):
        actions.answer_recheck(recheck=recheck, answer="复检合格", by=clerk(round), now=EXAMINED, reopen=True)
    content = get(clerk(round), "rechecks_export", round.pk, now=EXAMINED).content
    (row,) = records_of(content)
    assert (row["状态"], row["答复时间"], row["答复人"]) == ("已答复", "2024-05-16 10:00", clerk(round).name)
    assert {"复查结果正常", "复检合格"} & set(row.values()) == set()


# ---- 公示异议 ----


def test_objections_go_out_without_a_word_of_what_was_said(published):
    round = again(published)
    person = Application.objects.get(round=round, stage="publicity")
    notice = round.notices.get(kind="proposed_hires")
    with clock.standing_at(POSTED):
        about = actions.receive_objection(notice=notice, application=person, text=ALLEGED, contact="13900000001", now=POSTED)
        actions.receive_objection(notice=notice, text=ALLEGED, contact="", now=POSTED)
        actions.close_objection(objection=about, outcome="suspended", finding="一时难以查实", by=head(round), now=POSTED)
    rows = taken(clerk(round), "objections_export", round.pk, now=POSTED)
    assert [tuple(row.values()) for row in rows] == [
        (person.name, "2024-05-20 10:00", "暂缓聘用", "一时难以查实，暂缓聘用"),
        ("没有指明人员", "2024-05-20 10:00", "待核查", None),
    ]


# ---- 附条件事项 ----


def note(application, due_on):
    """A transfer that is not finished."""
    application = Application.objects.select_related("round__county", "round__scheme", "round__intake").get(pk=application.pk)
    by = staff(application.round.county, Role.COUNTY_CLERK)
    said = {"rule": "insurance_stuck", "confirmed_by": "盂县社会保险中心", "confirmation": make_picture(), "due_on": due_on}
    with clock.standing_at(OPEN):
        return actions.note_condition(application=application, by=by, seen=application.version, now=OPEN, **said)


def make_conditional_round(people=1):
    round = internal.make_internal_round(county=make_county("盂县" if people == 1 else ""))
    for _ in range(people):
        note(internal.apply(round, internal.make_serving(round, insurance_movable=None)), date(2024, 4, 20))
    return fresh(round)


def test_the_conditions_of_a_round_stand_on_one_page_and_go_out():
    round = make_conditional_round()
    person = Application.objects.get(round=round)
    page = get(clerk(round), "round_conditions", round.pk, now=OPEN)
    assert f'<a href="/desk/applications/{person.pk}/conditions/">{person.name}</a>' in page.text
    (row,) = taken(clerk(round), "round_conditions_export", round.pk, now=OPEN)
    assert (row["姓名"], row["事项"], row["书面确认单位"]) == (person.name, str(person.conditions.get()), "盂县社会保险中心")
    assert (row["办结期限"], row["状态"], row["登记人"], row["核实人"]) == (date(2024, 4, 20), "未办结", clerk(round).name, None)
    late = stages.at(4, 21)
    assert taken(clerk(round), "round_conditions_export", round.pk, now=late)[0]["状态"] == "已逾期"
    with clock.standing_at(OPEN):
        actions.meet_condition(condition=person.conditions.get(), proof=make_picture(), by=stages.hr(round), now=OPEN)
    (row,) = taken(clerk(round), "round_conditions_export", round.pk, now=late)
    assert (row["状态"], row["核实人"]) == ("已办结", stages.hr(round).name)


def test_a_round_without_conditions_says_what_they_are_and_a_public_one_has_no_such_page():
    round = internal.make_internal_round(county=make_county("盂县"))
    assert "没有附条件事项" in get(clerk(round), "round_conditions", round.pk, now=OPEN).text
    public = make_announced_round(make_county())
    for name in ("round_conditions", "round_conditions_export"):
        assert get(clerk(public), name, public.pk, now=OPEN).status_code == 404


# ---- for whom, and at what cost ----

OF_A_ROUND = ("vacancies_export", "notices_export", "panel_export", "rechecks_export", "objections_export")


@pytest.mark.parametrize("name", OF_A_ROUND)
def test_another_county_takes_nothing_away(seated, name):
    assert get(make_user(Role.COUNTY_CLERK, make_county()), name, seated, now=SEATED).status_code == 404


@pytest.mark.parametrize("name", OF_A_ROUND)
def test_whoever_may_not_read_a_page_does_not_take_its_table_either(seated, name):
    status = {"panel_export": 403, "rechecks_export": 403}.get(name, 200)
    assert get(make_user(Role.DISCIPLINE), name, seated, now=SEATED).status_code == status


def costs(round, *names):
    client = signed_in(clerk(round))
    with clock.standing_at(OPEN):
        return [queries_of(client, reverse(f"recruitment:{name}", args=[round.pk])) for name in names]


def test_more_conditions_ask_no_more_of_the_database():
    one, three = (costs(make_conditional_round(people), "round_conditions", "round_conditions_export") for people in (1, 3))
    assert one == three


def test_more_offices_ask_no_more_of_the_database():
    rounds = (make_announced_round(make_county(offices=offices)) for offices in (1, 3))
    one, three = (costs(round, "vacancies_export", "notices_export") for round in rounds)
    assert one == three
