"""The written exam before it is sat: seats drawn once, tickets, panel; attempts to close the review and to write past the forms."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from bureaus import clock
from bureaus.access import Refused
from bureaus.models import Message, OutboxItem
from documents.models import OfficialPaper, PaperKind
from policy.powers import Role
from recruitment import actions
from recruitment.actions.exam import batched_evenly
from recruitment.models import ExamRoom, ExamSite, Panelist, Seat
from tests.recruitment import stages
from tests.recruitment.factories import CLOSES, fresh, make_announced_round, make_application, post
from tests.recruitment.kept import again, get, once, send, signed_in
from tests.recruitment.stages import REVIEWED, SAT, SEATED, clerk
from tests.staffing.factories import make_county, make_user, staff
from tests.staffing.queries import queries_of
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db
reviewed = once(stages.make_reviewed_round)
seated = once(stages.make_seated_round)


def set_site(round, **words):
    with clock.standing_at(SEATED):
        given = {"name": "盂县第一中学", "address": "秀水镇北街 1 号", "starts_at": SAT} | words
        return actions.set_site(round=round, by=clerk(round), now=SEATED, **given)


def allocate(round, **words):
    with clock.standing_at(SEATED):
        return actions.allocate_seats(round=round, by=clerk(round), now=SEATED, **words)


def moment(**instants):
    parts = ("year", "month", "day", "hour", "minute")
    return {f"{name}_{place}": getattr(at, part) for name, at in instants.items() for place, part in enumerate(parts)}


# ---- seats ----


def test_the_same_seed_gives_the_same_seats(reviewed):
    round = again(reviewed)
    set_site(round)
    with transaction.atomic():
        allocate(round, seed="种子")
        first = list(Seat.objects.order_by("ticket_number").values_list("ticket_number", "application"))
        transaction.set_rollback(True)
    allocate(round, seed="种子")
    assert list(Seat.objects.order_by("ticket_number").values_list("ticket_number", "application")) == first


def test_a_ticket_number_is_year_county_site_room_and_seat(reviewed):
    round = again(reviewed)
    set_site(round)
    allocate(round)
    county = round.county.code[-2:]
    assert sorted(Seat.objects.values_list("ticket_number", flat=True)) == [
        f"24{county}0100101",
        f"24{county}0100102",
        f"24{county}0100103",
    ]


def test_seats_are_drawn_once_however_often_it_is_pressed(reviewed):
    round = again(reviewed)
    set_site(round)
    site = allocate(round)
    assert allocate(round, seed="另一个").seed == site.seed != ""
    assert Seat.objects.count() == 3


def test_there_is_no_draw_without_a_site(reviewed):
    with refused(actions.Impossible, "请先填写考点、地址和开考时间。"):
        allocate(again(reviewed))


def test_the_site_stays_after_the_draw(seated):
    with refused(actions.Impossible, "考场已经编排，准考证号不再变动，不能再改考点。"):
        set_site(again(seated), name="别处")


def test_an_exam_does_not_begin_in_the_past(reviewed):
    with refused(actions.Impossible, "开考时间已经过去，请重新填写。"):
        set_site(again(reviewed), starts_at=REVIEWED)


def test_nobody_is_seated_while_an_application_waits_for_the_review():
    stages.make_calendar()
    round = make_announced_round(make_county(offices=1))
    make_application(round)
    with clock.standing_at(CLOSES):
        actions.close_due(now=CLOSES)
    round = fresh(round)
    set_site(round)
    with refused(actions.Impossible, "还有 1 份报名没有审查结论，审查完再编排考场。"):
        allocate(round)


def test_nobody_is_seated_while_people_still_register():
    round = make_announced_round(make_county(offices=1))
    set_site(round)
    with refused(actions.NotAtThatStage, "报名截止、资格审查做完后，才能编排考场。"):
        allocate(round)


@pytest.mark.parametrize(
    ("people", "size", "rooms"),
    [
        (30, 30, [30]),
        (31, 30, [16, 15]),
        (39, 30, [20, 19]),
        (40, 30, [30, 10]),
        (65, 30, [30, 18, 17]),
        (5, 8, [5]),
        (9, 8, [5, 4]),
        (1, 30, [1]),
    ],
)
def test_a_last_room_of_fewer_than_ten_is_levelled_with_the_one_before(people, size, rooms):
    assert [len(room) for room in batched_evenly(list(range(people)), size)] == rooms


@pytest.mark.parametrize("role", [Role.COUNTY_HEAD, Role.COUNTY_HR, Role.CITY])
def test_only_the_clerk_arranges(reviewed, role):
    round = again(reviewed)
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        actions.allocate_seats(round=round, by=staff(round.county, role), now=SEATED)


def test_the_clerk_of_another_county_arranges_nothing_here(reviewed):
    with refused(Refused, "这项内容不属于您的管理范围，操作没有执行。"):
        actions.allocate_seats(round=again(reviewed), by=make_user(Role.COUNTY_CLERK, make_county()), now=SEATED)


# ---- past the forms ----


def test_a_person_has_one_seat(seated):
    taken = Seat.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(room=taken.room, number=29, application=taken.application, ticket_number="24999999999")


def test_a_place_has_one_person(seated):
    one, other = Seat.objects.order_by("pk")[:2]
    with pytest.raises(IntegrityError, match="one_person_per_seat"), connection.cursor() as cursor:
        cursor.execute("UPDATE recruitment_seat SET number = %s WHERE id = %s", [one.number, other.pk])


def test_a_ticket_number_is_nobody_elses(seated):
    one, other = Seat.objects.order_by("pk")[:2]
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=other.pk).update(ticket_number=one.ticket_number)


def test_seats_count_from_one(seated):
    with pytest.raises(IntegrityError, match="seats_count_from_one"), transaction.atomic():
        Seat.objects.filter(pk=Seat.objects.first().pk).update(number=0)


def test_a_room_number_is_there_once(seated):
    room = ExamRoom.objects.get()
    with pytest.raises(IntegrityError, match="one_room_per_number"), transaction.atomic():
        ExamRoom.objects.create(site=room.site, number=room.number, capacity=30)


# ---- closing the review too early ----


def test_the_review_does_not_close_before_the_arrangement_is_announced(reviewed):
    round = again(reviewed)
    with refused(actions.Blocked, "“笔试安排公告”还没有发布，请拟好、签批后发布。"):
        stages.close(round, SEATED)


def test_the_arrangement_is_not_announced_before_there_are_seats(reviewed):
    with refused(actions.Blocked, "还没有编排考场，请先编排考场。"):
        post(again(reviewed), "exam_arrangement", SEATED)


# ---- tickets ----


def test_everybody_gets_one_ticket_and_one_letter_however_often_they_are_issued(seated):
    round = again(seated)
    with clock.standing_at(SEATED):
        assert [actions.issue_tickets(round=round, by=clerk(round), now=SEATED) for _ in range(2)] == [3, 3]
    assert OfficialPaper.objects.filter(kind=PaperKind.ADMISSION_TICKET).count() == 3
    assert Message.objects.filter(letter="ticket_ready").count() == 3


def test_there_are_no_tickets_without_seats(reviewed):
    with refused(actions.Impossible, "还没有编排考场，请先编排考场。"):
        actions.issue_tickets(round=again(reviewed), by=clerk(again(reviewed)), now=SEATED)


# ---- panel ----


@pytest.mark.parametrize(
    ("own", "count", "sentence"),
    [(0, 4, "考官只有 4 名，至少要有 5 名。"), (2, 7, "来自招聘单位的考官最多 1 名，请调整。")],
)
def test_a_panel_has_five_or_more_and_at_most_one_from_the_bureau(seated, own, count, sentence):
    round = again(seated)
    panelists = [(f"考官{number}", number <= own) for number in range(1, count + 1)]
    with refused(actions.Impossible, sentence):
        actions.set_panel(round=round, panelists=panelists, by=clerk(round), now=SEATED)


def test_a_panelist_stands_once_under_a_number(seated):
    round = again(seated)
    stages.name_panel(round)
    with pytest.raises(IntegrityError, match="one_panelist_per_number"), transaction.atomic():
        Panelist.objects.create(round=round, number=1, name="又一个", from_bureau=False)


# ---- pages ----


def test_the_pages_lead_from_site_to_draw_to_tickets(reviewed):
    round = again(reviewed)
    by = clerk(round)
    assert "填写考点和开考时间" in get(by, "round_exam", round.pk, now=SEATED).text
    answer = send(by, "exam_site", round.pk, now=SEATED, name="盂县第一中学", address="秀水镇北街 1 号", **moment(starts_at=SAT))
    assert "考点和开考时间已保存。" in answer.text
    assert "座位由计算机随机排定，只编排一次。" in answer.text
    page = get(by, "exam_allocate", round.pk, now=SEATED).text
    assert "资格审查通过的 3 人由计算机随机排入考场，每个考场最多 30 个座位" in page
    assert "只编排一次，编排后不能重来，考点也不能再改。" in page
    assert Seat.objects.filter(application__round=round).count() == 0
    answer = send(by, "exam_allocate", round.pk, now=SEATED)
    assert "考场已编排，准考证号不再变动。" in answer.text
    assert "共 3 人、1 个考场。" in answer.text
    answer = send(by, "exam_tickets", round.pk, now=SEATED)
    assert "3 份准考证已交后台生成，考生已收到通知。" in answer.text
    assert '已生成 <span class="number">0/3</span>' in answer.text


def test_why_a_ticket_waits_is_told(seated):
    round = again(seated)
    with clock.standing_at(SEATED):
        actions.issue_tickets(round=round, by=clerk(round), now=SEATED)
    OutboxItem.objects.filter(job="render_paper").update(fault="中文字体正在安装，装好后自动生成。")
    assert "中文字体正在安装，装好后自动生成。" in get(clerk(round), "round_exam", round.pk, now=SEATED).text


def test_a_wrong_site_keeps_what_was_typed(reviewed):
    round = again(reviewed)
    answer = send(clerk(round), "exam_site", round.pk, now=SEATED, name="盂县第一中学", address="", **moment(starts_at=REVIEWED))
    assert "请填写考点的地址。" in answer.text
    assert 'value="盂县第一中学"' in answer.text
    assert not ExamSite.objects.filter(round=round).exists()


@pytest.mark.parametrize(("sheet", "words"), [("door", ["门贴", "报考岗位"]), ("sign-in", ["签到表", "本人签名", "监考人员签字"])])
def test_each_room_has_its_papers(seated, sheet, words):
    round = again(seated)
    page = get(clerk(round), "exam_room_sheet", round.pk, 1, sheet, now=SEATED).text
    assert [word for word in words if word not in page] == []
    for seat in Seat.objects.select_related("application"):
        assert seat.ticket_number in page
        assert seat.application.name in page
        assert seat.application.id_number not in page


def test_a_room_or_a_paper_that_is_not_there_is_not_found(seated):
    round = again(seated)
    assert get(clerk(round), "exam_room", round.pk, 2, now=SEATED).status_code == 404
    assert get(clerk(round), "exam_room_sheet", round.pk, 1, "other", now=SEATED).status_code == 404


@pytest.mark.parametrize("name", ["round_exam", "exam_site", "exam_allocate", "exam_seats", "panel", "interview_list"])
def test_another_county_finds_no_exam_here(seated, name):
    assert get(make_user(Role.COUNTY_CLERK, make_county()), name, seated, now=SEATED).status_code == 404


@pytest.mark.parametrize(
    ("role", "allowed"), [(Role.COUNTY_HEAD, 200), (Role.COUNTY_HR, 200), (Role.CITY, 200), (Role.DISCIPLINE, 200), (Role.OPERATOR, 403)]
)
def test_who_watches_sees_the_rooms_and_arranges_nothing(seated, role, allowed):
    round = again(seated)
    by = staff(round.county, role)
    page = get(by, "round_exam", round.pk, now=SEATED)
    assert page.status_code == allowed
    assert "发放准考证</button>" not in page.text
    assert get(by, "exam_site", round.pk, now=SEATED).status_code == 403


def test_the_seats_leave_as_a_spreadsheet(seated):
    answer = get(clerk(again(seated)), "exam_seats", seated, now=SEATED)
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.content[:2] == b"PK"


def test_the_panel_is_named_on_a_page_and_what_is_wrong_is_said(seated):
    round = again(seated)
    names = {f"name_{number}": f"考官某{number}" for number in range(1, 6)}
    assert "考官只有 4 名，至少要有 5 名。" in send(clerk(round), "panel", round.pk, now=SEATED, **{**names, "name_5": ""}).text
    assert (
        "来自招聘单位的考官最多 1 名，请调整。" in send(clerk(round), "panel", round.pk, now=SEATED, **names, own_1="on", own_2="on").text
    )
    assert "5 名考官已保存。" in send(clerk(round), "panel", round.pk, now=SEATED, **names, own_1="on").text


def queries(pk, name, *args):
    round = again(pk)
    client = signed_in(clerk(round))
    with clock.standing_at(SEATED):
        return queries_of(client, reverse(f"recruitment:{name}", args=[pk, *args]))


@pytest.mark.parametrize(("name", "args"), [("round_exam", ()), ("exam_room", (1,)), ("exam_room_sheet", (1, "sign-in"))])
def test_more_people_ask_no_more_of_the_database(name, args):
    few, more = stages.make_seated_round(people=1, opening_ratio=1), stages.make_seated_round(people=3)
    assert queries(few.pk, name, *args) == queries(more.pk, name, *args)
