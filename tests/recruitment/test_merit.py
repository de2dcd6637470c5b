"""The interview: its panel, the order of merit, ties at the cut that people settle; and what nobody writes past the actions."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from bureaus import clock
from recruitment import actions, spreadsheets
from recruitment.models import Mark, PanelScore, PublicNotice, Score, Seat, StageResult, Standing
from recruitment.scores import ScoreRow, faults
from tests.recruitment import stages
from tests.recruitment.factories import post
from tests.recruitment.kept import again, get, once, send, signed_in
from tests.recruitment.stages import INTERVIEWED, RECHECKED, SCORES, WRITTEN, applications, clerk
from tests.staffing.queries import queries_of
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db
interviewing = once(stages.make_interview_round)
ABSENT, VIOLATION = Mark.ABSENT, Mark.VIOLATION
NAMES = {"24020100101": "张三", "24020100102": "李四"}
FROZEN = "成绩册已经复核，不能再改。确需更正的，请另录更正成绩册并写明理由。"


def row(ticket="24020100101", value="80", **words):
    return ScoreRow(ticket_number=ticket, value=None if value is None else Decimal(value), **words)


def said(*rows, names=NAMES, panelists=0):
    return [fault.sentence for fault in faults(rows, names, panelists)]


def by_hand(round, marks):
    cells = {}
    for seat, mark in zip(Seat.objects.filter(application__round=round).order_by("ticket_number"), marks, strict=True):
        typed = {f"mark_{seat.pk}": mark.value} if isinstance(mark, Mark) else {f"panel_{seat.pk}_{number}": mark for number in range(1, 6)}
        cells |= typed
    return send(clerk(round), "scores_by_hand", round.pk, "interview", now=INTERVIEWED, **cells)


def test_an_interview_counts_without_one_highest_and_one_lowest_half_up(interviewing):
    round = again(interviewing)
    first, *others = stages.rows(round, "interview", SCORES[:3])
    panel = tuple(map(Decimal, ("60", "80.01", "80.02", "80.02", "99")))
    with clock.standing_at(INTERVIEWED):
        actions.enter_scores(
            round=round,
            stage="interview",
            rows=[ScoreRow(ticket_number=first.ticket_number, panel=panel), *others],
            by=clerk(round),
            now=INTERVIEWED,
        )
    assert Score.objects.get(sheet__stage="interview", application__seat__ticket_number=first.ticket_number).value == Decimal("80.02")


def test_a_panelist_who_stepped_aside_leaves_the_others_in_their_places(interviewing):
    round = again(interviewing)
    with clock.standing_at(RECHECKED):
        actions.set_panel(round=round, panelists=[(f"考官{number}", False) for number in range(7)], by=clerk(round), now=RECHECKED)
    first, *others = stages.rows(round, "interview", [ABSENT] * 3)
    panel = (None, *map(Decimal, ("81", "82", "83", "84", "85")), None)
    with clock.standing_at(INTERVIEWED):
        actions.enter_scores(
            round=round,
            stage="interview",
            rows=[ScoreRow(ticket_number=first.ticket_number, panel=panel), *others],
            by=clerk(round),
            now=INTERVIEWED,
        )
    given = PanelScore.objects.order_by("panelist__number").values_list("panelist__number", "value")
    assert [(number, str(value)) for number, value in given] == [(2, "81.00"), (3, "82.00"), (4, "83.00"), (5, "84.00"), (6, "85.00")]


def test_an_interview_needs_its_panel(interviewing):
    round = again(interviewing)
    round.panelists.all().delete()
    with refused(actions.Impossible, "请先填写考官名单。"):
        stages.enter(round, "interview", SCORES[:3], INTERVIEWED)


def test_a_panel_is_fixed_once_it_has_marked(interviewing):
    round = again(interviewing)
    stages.enter(round, "interview", SCORES[:3], INTERVIEWED)
    with refused(actions.Impossible, "已经录入面试成绩，不能再改考官名单。"):
        stages.name_panel(round)


def test_the_interview_does_not_close_too_early():
    round = stages.make_interview_round(["80.00", "80.00", "80.00"])
    notice = "“面试成绩、综合成绩及名次公告”还没有发布，请拟好、签批后发布。"
    unreleased = "成绩还没有经县（区）人社局同意发布，请人社局办理。"

    def blocked():
        with pytest.raises(actions.Blocked) as caught:
            stages.close(round, INTERVIEWED)
        return caught.value.reasons

    assert blocked() == [
        "还有 3 人没有成绩，请登记成绩，缺考、违纪的请标明。",
        unreleased,
        "评分考官的人数还没有核对，请刷新页面后再试。",
        notice,
    ]
    stages.score(round, "interview", ["80.00", "80.00", "70.00"], INTERVIEWED)
    assert blocked() == ["还有 1 处末位并列没有定下来，请核定优先条件或者组织加试。", notice]
    with refused(actions.Blocked, "还有末位并列没有定下来，请组织加试并登记成绩。"):
        post(round, "results", INTERVIEWED)
    tied = [standing.application_id for standing in Standing.objects.filter(unsettled=True).order_by("application")]
    assert tied == [person.pk for person in applications(round)[:2]]
    stages.score(round, "extra_test", ["88.00", "87.50"], INTERVIEWED)
    assert blocked() == [notice]
    places = Standing.objects.order_by("rank").values_list("rank", "tie_rule", "proposed", "unsettled", "extra_test")
    assert list(places) == [
        (1, "加试成绩", True, False, Decimal("88.00")),
        (2, "加试成绩", False, False, Decimal("87.50")),
        (3, "", False, False, None),
    ]


def tied_round():
    round = stages.make_interview_round(["80.00", "80.00", "70.00"])
    stages.score(round, "interview", ["80.00", "80.00", "70.00"], INTERVIEWED)
    return round


def ranks(round):
    order = Standing.objects.filter(vacancy__round=round).order_by("application").values_list("rank", "proposed", "unsettled")
    return list(order)


def test_a_tie_at_the_cut_stays_open_until_people_settle_it():
    assert ranks(tied_round()) == [(1, False, True), (1, False, True), (3, False, False)]


def test_who_does_not_come_to_the_extra_test_stands_behind_who_does():
    round = tied_round()
    stages.score(round, "extra_test", ["70.00", ABSENT], INTERVIEWED)
    assert ranks(round) == [(1, True, False), (2, False, False), (3, False, False)]


def test_an_extra_test_that_ends_equal_is_held_again():
    round = tied_round()
    stages.score(round, "extra_test", ["70.00", "70.00"], INTERVIEWED)
    assert ranks(round) == [(1, False, True), (1, False, True), (3, False, False)]
    again_ = stages.score(round, "extra_test", ["71.00", "70.00"], INTERVIEWED)
    assert (again_.version, again_.correction) == (2, "再次加试")
    assert ranks(round) == [(1, True, False), (2, False, False), (3, False, False)]


def test_a_tied_person_who_gives_up_leaves_the_place_to_the_other():
    round = tied_round()
    gone = applications(round)[0]
    with clock.standing_at(INTERVIEWED):
        actions.withdraw(application=gone, reason="", by=gone.applicant, seen=gone.version, now=INTERVIEWED)
    order = Standing.objects.order_by("rank").values_list("application", "rank", "proposed", "unsettled")
    second, third = applications(round)[1:]
    assert list(order) == [(second.pk, 1, True, False), (third.pk, 2, False, False)]


def test_absent_and_failed_are_out_of_the_order():
    round = stages.make_interview_round()
    stages.score(round, "interview", ["59.99", ABSENT, "60.00"], INTERVIEWED)
    assert ranks(round) == [(None, False, False), (None, False, False), (1, True, False)]


def test_a_composite_is_of_published_scores_half_up():
    round = stages.make_interview_round(["80.03", "70.00", "60.00"])
    stages.score(round, "interview", ["80.04", "70.00", "60.00"], INTERVIEWED)
    assert Standing.objects.get(rank=1).composite == Decimal("80.03")


def test_a_panelists_mark_lies_between_0_and_100(interviewing):
    stages.enter(again(interviewing), "interview", SCORES[:3], INTERVIEWED)
    with pytest.raises(IntegrityError, match="panel_score_between_0_and_100"), transaction.atomic():
        PanelScore.objects.update(value=Decimal("100.01"))


def test_a_panelists_confirmed_mark_is_frozen(interviewing):
    stages.confirm(stages.enter(again(interviewing), "interview", SCORES[:3], INTERVIEWED), INTERVIEWED)
    with pytest.raises(IntegrityError, match=FROZEN), transaction.atomic():
        PanelScore.objects.update(value=Decimal("99"))


def test_nobody_is_proposed_on_an_unsettled_tie():
    tied_round()
    with pytest.raises(IntegrityError, match="nobody_proposed_on_an_unsettled_tie"), transaction.atomic():
        Standing.objects.filter(unsettled=True).update(proposed=True)


def test_a_result_is_there_once_for_stage_and_attempt(interviewing):
    result = StageResult.objects.filter(stage="written_exam").first()
    with pytest.raises(IntegrityError, match="one_result_per_stage_and_attempt"), transaction.atomic():
        StageResult.objects.create(application=result.application, stage="written_exam", attempt=1, outcome="passed", decided_at=WRITTEN)


@pytest.mark.parametrize("statement", ["UPDATE recruitment_stageresult SET outcome = 'failed'", "DELETE FROM recruitment_stageresult"])
def test_results_are_append_only(interviewing, statement):
    with pytest.raises(IntegrityError, match="环节结果"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_posted_notice_is_frozen(interviewing):
    for change in ({"title": "另一份"}, {"posted_at": None}):
        with pytest.raises(IntegrityError, match="公告已经发布，内容不能再改"), transaction.atomic():
            PublicNotice.objects.filter(kind="interview_list").update(**change)


def test_the_interview_template_has_a_column_for_each_panelist(interviewing):
    round = again(interviewing)
    book = openpyxl.load_workbook(BytesIO(spreadsheets.score_template(round, "interview", by=clerk(round), now=WRITTEN)))
    assert [cell.value for cell in book.worksheets[0][1]] == ["准考证号*", "姓名*", "考官1", "考官2", "考官3", "考官4", "考官5", "情况"]


def test_an_interview_is_typed_with_a_box_for_each_panelist(interviewing):
    round = again(interviewing)
    assert "3 人的成绩已保存" in by_hand(round, ["81.5", "70", Mark.VIOLATION]).text
    assert PanelScore.objects.count() == 10


def test_the_order_of_merit_shows_the_tie_with_its_sentence_and_the_way_to_settle_it():
    round = tied_round()
    page = get(clerk(round), "merit", round.pk, now=INTERVIEWED).text
    assert "第 1 名有 2 人并列，名额只剩 1 个，请组织加试并登记加试成绩；系统不会代为选人。" in page
    assert reverse("recruitment:scores", args=[round.pk, "extra_test"]) in page
    assert "应有成绩 2 人" in get(clerk(round), "scores", round.pk, "extra_test", now=INTERVIEWED).text
    assert get(clerk(round), "merit_export", round.pk, now=INTERVIEWED).content[:2] == b"PK"


def test_a_longer_order_of_merit_asks_no_more_of_the_database():
    counts = []
    for people in (1, 3):
        round = stages.make_interview_round(SCORES[:people], opening_ratio=1)
        stages.score(round, "interview", SCORES[:people], INTERVIEWED)
        with clock.standing_at(INTERVIEWED):
            counts.append(
                [queries_of(signed_in(clerk(round)), reverse(f"recruitment:{name}", args=[round.pk])) for name in ("merit", "merit_export")]
            )
    assert counts[0] == counts[1]
