"""Scores: entered whole, confirmed by another, released by 人社局; the shortlist and the order of merit they give; nothing slips past."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from bureaus import clock
from bureaus.access import OneHand, Refused
from bureaus.guards import Prevented
from bureaus.models import Message
from documents.uploads import XLSX, UnfitFile
from policy.powers import Role
from recruitment import actions, spreadsheets
from recruitment.models import Application, Mark, Score, ScoreSheet, Seat, StageResult
from recruitment.scores import Fault, ScoreRow, faults
from tests.recruitment import stages
from tests.recruitment.factories import post
from tests.recruitment.kept import again, get, once, send, signed_in
from tests.recruitment.stages import SCORES, WRITTEN, applications, at, clerk, head, hr
from tests.staffing.factories import make_county, make_user
from tests.staffing.queries import queries_of
from tests.staffing.readback import records_of
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db
seated = once(stages.make_seated_round)
ABSENT, VIOLATION = Mark.ABSENT, Mark.VIOLATION
NAMES = {"24020100101": "张三", "24020100102": "李四"}
FROZEN = "成绩册已经复核，不能再改。确需更正的，请另录更正成绩册并写明理由。"


def row(ticket="24020100101", value="80", **words):
    return ScoreRow(ticket_number=ticket, value=None if value is None else Decimal(value), **words)


def said(*rows, names=NAMES, panelists=0):
    return [fault.sentence for fault in faults(rows, names, panelists)]


# ---- what is wrong with rows ----


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (row(value="100.5"), "第 1 行：成绩应在 0 到 100 之间，填的是 100.5，请核对后重新填写。"),
        (row(value="-1"), "第 1 行：成绩应在 0 到 100 之间，填的是 -1，请核对后重新填写。"),
        (row(value="76.125"), "第 1 行：成绩最多保留两位小数，填的是 76.125，请核对后重新填写。"),
        (row(value=None), "第 1 行：没有成绩，缺考、违纪的请标明。"),
        (row(mark=ABSENT), "第 1 行：缺考的不填成绩。"),
        (row(mark=VIOLATION), "第 1 行：违纪的不填成绩。"),
        (row(name="张山"), "第 1 行：准考证号 24020100101 与姓名不一致。"),
        (row(name="张三", value="101", line=7), "第 7 行：成绩应在 0 到 100 之间，填的是 101，请核对后重新填写。"),
    ],
)
def test_each_wrong_row_is_named(wrong, sentence):
    assert said(wrong, row("24020100102")) == [sentence]


def test_unknown_doubled_and_missing_people_are_named():
    assert said(row("24020199999"), row("24020199999")) == [
        "第 1 行：准考证号 24020199999 不在本次名单内。",
        "第 2 行：准考证号 24020199999 不在本次名单内。",
        "第 2 行：准考证号 24020199999 重复。",
        "还有 2 人没有成绩（24020100101、24020100102），缺考的请标明。",
    ]


@pytest.mark.parametrize(
    ("panel", "sentences"),
    [
        (["80"] * 5 + [None, None], []),
        (["80"] * 4 + [None, None, None], ["第 1 行：有 4 名考官评分，应为 5 到 7 名。"]),
        (["80"] * 6 + ["100.01"], ["第 1 行：成绩应在 0 到 100 之间，填的是 100.01，请核对后重新填写。"]),
    ],
)
def test_an_interview_is_marked_by_five_at_least(panel, sentences):
    marks = tuple(None if mark is None else Decimal(mark) for mark in panel)
    assert said(row(value=None, panel=marks), names={"24020100101": "张三"}, panelists=7) == sentences


def test_nothing_is_wrong_with_a_whole_sheet():
    assert said(row(name="张三", value="0"), row("24020100102", None, mark=ABSENT)) == []
    assert Fault(3, "成绩", "不对。").sentence == "第 3 行：不对。"


# ---- entering, confirming, releasing ----


def test_a_sheet_with_one_wrong_row_is_not_saved_at_all(seated):
    round = again(seated)
    with refused(actions.BadScores, "有 1 处需要改正，没有保存：第 2 行：成绩应在 0 到 100 之间，填的是 100.50，请核对后重新填写。"):
        people = [person.pk for person in applications(round)]
        by_ticket = list(Seat.objects.order_by("ticket_number").values_list("application", flat=True))
        marks = {pk: "100.50" if pk == by_ticket[1] else "80.00" for pk in people}
        stages.enter(round, "written_exam", marks, WRITTEN)
    assert ScoreSheet.objects.count() == 0


def test_an_unconfirmed_sheet_is_replaced(seated):
    round = again(seated)
    stages.enter(round, "written_exam", SCORES[:3], WRITTEN)
    sheet = stages.enter(round, "written_exam", SCORES[3:], WRITTEN)
    assert ScoreSheet.objects.get() == sheet
    assert sheet.version == 1


def test_who_entered_does_not_confirm(seated):
    sheet = stages.enter(again(seated), "written_exam", SCORES[:3], WRITTEN)
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        actions.confirm_scores(sheet=sheet, by=hr(sheet.round), now=WRITTEN)
    with refused(OneHand, "录入人与复核人不能是同一人，请由另一位工作人员复核。"):
        actions.confirm_scores(sheet=sheet, by=clerk(sheet.round), now=WRITTEN)


def test_unconfirmed_scores_are_not_released(seated):
    sheet = stages.enter(again(seated), "written_exam", SCORES[:3], WRITTEN)
    with refused(actions.Impossible, "成绩册还没有经第二人复核，不能发布。"):
        stages.release(sheet, WRITTEN)


def test_what_is_sent_back_is_gone_and_its_author_is_told(seated):
    sheet = stages.enter(again(seated), "written_exam", SCORES[:3], WRITTEN)
    with refused(actions.Impossible, "请写明哪里有出入，录入人会收到。"):
        actions.send_back_scores(sheet=sheet, reason=" ", by=head(sheet.round), now=WRITTEN)
    actions.send_back_scores(sheet=sheet, reason="第 2 行与原卷不符", by=head(sheet.round), now=WRITTEN)
    assert ScoreSheet.objects.count() == 0
    assert "第 2 行与原卷不符" in Message.objects.get(recipient=sheet.entered_by, letter="scores_sent_back").body


def test_a_confirmed_sheet_is_not_sent_back(seated):
    sheet = stages.confirm(stages.enter(again(seated), "written_exam", SCORES[:3], WRITTEN), WRITTEN)
    with refused(actions.Impossible, "成绩册已经复核，不能退回。"):
        actions.send_back_scores(sheet=sheet, reason="错", by=head(sheet.round), now=WRITTEN)


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [("interview", "本批次现在处于“笔试”环节，不能办理这项成绩。"), ("extra_test", "本批次现在处于“笔试”环节，不能办理这项成绩。")],
)
def test_scores_are_entered_while_their_stage_is_open(seated, stage, sentence):
    with refused(actions.NotAtThatStage, sentence):
        actions.enter_scores(round=again(seated), stage=stage, rows=[], by=clerk(again(seated)), now=WRITTEN)


# ---- the shortlist ----


def outcome_of(application):
    result = StageResult.objects.filter(application=application, stage="written_exam").order_by("pk").last()
    return result.outcome, result.sentence


def test_the_shortlist_takes_everybody_tied_with_the_last_and_tells_the_others_why():
    round = stages.make_seated_round(people=6, interview_ratio=1, headcount=1)
    stages.score(round, "written_exam", ["80.00", "80.00", "79.99", "59.99", ABSENT, VIOLATION], WRITTEN)
    assert [outcome_of(person) for person in applications(round)] == [
        ("passed", ""),
        ("passed", ""),
        ("failed", "笔试名次为第 3 名，未进入前 1 名。"),
        ("failed", "笔试成绩未达到合格线 60 分。"),
        ("failed", "笔试缺考。"),
        ("failed", "笔试违纪，成绩无效。"),
    ]
    assert [person.status for person in applications(round)] == ["active", "active", "failed", "failed", "failed", "failed"]


def test_who_has_given_up_stays_out_of_what_scores_decide(seated):
    round = again(seated)
    gone = applications(round)[0]
    with clock.standing_at(WRITTEN):
        actions.withdraw(application=gone, reason="", by=gone.applicant, seen=gone.version, now=WRITTEN)
    stages.score(round, "written_exam", [ABSENT, "80.00", "70.00"], WRITTEN)
    assert [person.status for person in applications(round)] == ["withdrawn", "active", "active"]


def test_a_corrected_score_turns_round_whom_it_concerns_and_nobody_else():
    round = stages.make_seated_round(people=4, interview_ratio=1)
    first = stages.score(round, "written_exam", ["90.00", "80.00", "70.00", "50.00"], WRITTEN)
    with refused(actions.Impossible, "成绩册已经复核，不能再改。确需更正的，请写明更正理由，另录更正成绩册。"):
        stages.enter(round, "written_exam", ["90.00", "95.00", "70.00", "50.00"], WRITTEN)
    corrected = stages.score(round, "written_exam", ["90.00", "95.00", "70.00", "50.00"], at(5, 6), correction="漏计一题 15 分")
    assert (corrected.version, corrected.replaces) == (2, first)
    people = applications(round)
    assert [(person.stage, person.status, person.attempt) for person in people] == [
        ("written_exam", "failed", 2),
        ("interview", "active", 2),
        ("written_exam", "failed", 1),
        ("written_exam", "failed", 1),
    ]
    assert outcome_of(people[0]) == ("failed", "笔试名次为第 2 名，未进入前 1 名。")
    assert Message.objects.filter(letter="stage_decided", recipient=people[1].applicant, about__contains="written_exam").count() == 2


def test_what_has_been_corrected_is_released_in_its_last_version(seated):
    round = again(seated)
    first = stages.confirm(stages.enter(round, "written_exam", SCORES[:3], WRITTEN), WRITTEN)
    stages.enter(round, "written_exam", SCORES[3:], WRITTEN, correction="登分错行")
    with refused(actions.Impossible, "这份成绩册已有更正，请发布更正后的成绩册。"):
        stages.release(first, WRITTEN)


# ---- closing too early ----


def test_the_written_exam_does_not_close_too_early(seated):
    round = again(seated)
    notice = "“笔试成绩及入围面试人员公告”还没有发布，请拟好、签批后发布。"
    unreleased = "成绩还没有经县（区）人社局同意发布，请人社局办理。"
    unpublished = "成绩复核的截止日期还没有确定，请先公布成绩。"

    def blocked(now=WRITTEN):
        with pytest.raises(actions.Blocked) as caught:
            stages.close(round, now)
        return caught.value.reasons

    assert blocked() == ["还有 3 人没有成绩，请登记成绩，缺考、违纪的请标明。", unreleased, unpublished, notice]
    sheet = stages.enter(round, "written_exam", SCORES[:3], WRITTEN)
    assert blocked() == ["还有 3 人的成绩没有经第二人确认，请另一名工作人员确认。", unreleased, unpublished, notice]
    stages.confirm(sheet, WRITTEN)
    assert blocked() == [unreleased, unpublished, notice]
    stages.release(sheet, WRITTEN)
    over = "成绩复核申请到 2024年5月6日 24:00 为止，期满后才能结束。"
    assert blocked() == [over, notice]
    post(again(seated), "interview_list", WRITTEN)
    assert blocked(at(5, 6, 23, 59)) == [over]
    person = applications(round)[0]
    with clock.standing_at(WRITTEN):
        actions.ask_recheck(application=person, stage="written_exam", request="少计分", by=person.applicant, now=WRITTEN)
    assert blocked(at(5, 7, 0)) == ["还有 1 份成绩复核申请没有答复，请登记复核结果。"]


def test_a_seat_is_missing_before_the_written_exam_closes(seated):
    round = again(seated)
    Seat.objects.first().delete()
    with pytest.raises(actions.Blocked) as caught:
        stages.close(round, WRITTEN)
    assert caught.value.reasons[0] == "还有 1 人没有安排座位，请先编排考场。"


# ---- past the forms ----


@pytest.mark.parametrize("value", ["100.01", "-0.01"])
def test_a_score_lies_between_0_and_100(seated, value):
    stages.enter(again(seated), "written_exam", SCORES[:3], WRITTEN)
    with pytest.raises(IntegrityError, match="score_between_0_and_100"), transaction.atomic():
        Score.objects.update(value=Decimal(value))


def test_an_absent_person_has_no_score_and_a_scored_one_has(seated):
    stages.enter(again(seated), "written_exam", SCORES[:3], WRITTEN)
    for change in ({"mark": "absent"}, {"value": None}):
        with pytest.raises(IntegrityError, match="score_only_when_scored"), transaction.atomic():
            Score.objects.update(**change)


def test_a_person_stands_once_on_a_sheet(seated):
    sheet = stages.enter(again(seated), "written_exam", SCORES[:3], WRITTEN)
    score = sheet.scores.first()
    with pytest.raises(IntegrityError, match="one_score_per_person_and_sheet"), transaction.atomic():
        Score.objects.create(sheet=sheet, application=score.application, mark="absent")


def test_nobody_confirms_what_they_entered_by_writing_past_the_action(seated):
    sheet = stages.enter(again(seated), "written_exam", SCORES[:3], WRITTEN)
    with pytest.raises(IntegrityError, match="scores_confirmed_by_another"), transaction.atomic():
        ScoreSheet.objects.filter(pk=sheet.pk).update(confirmed_by=sheet.entered_by, confirmed_at=WRITTEN)


def test_nothing_is_released_unconfirmed_by_writing_past_the_action(seated):
    sheet = stages.enter(again(seated), "written_exam", SCORES[:3], WRITTEN)
    with pytest.raises(IntegrityError, match="scores_released_only_when_confirmed"), transaction.atomic():
        ScoreSheet.objects.filter(pk=sheet.pk).update(released_by=hr(sheet.round), released_at=WRITTEN)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE recruitment_score SET value = 99 WHERE sheet_id = %s",
        "DELETE FROM recruitment_score WHERE sheet_id = %s",
        "INSERT INTO recruitment_score (sheet_id, application_id, mark)"
        " SELECT sheet_id, application_id, 'absent' FROM recruitment_score WHERE sheet_id = %s",
        "UPDATE recruitment_scoresheet SET stage = 'interview' WHERE id = %s",
        "UPDATE recruitment_scoresheet SET confirmed_at = NULL, confirmed_by_id = NULL WHERE id = %s",
        "DELETE FROM recruitment_scoresheet WHERE id = %s",
    ],
)
def test_a_confirmed_sheet_and_its_scores_are_frozen(seated, statement):
    sheet = stages.confirm(stages.enter(again(seated), "written_exam", SCORES[:3], WRITTEN), WRITTEN)
    with pytest.raises(IntegrityError, match=FROZEN), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [sheet.pk])


def test_a_released_sheet_stays_released(seated):
    sheet = stages.score(again(seated), "written_exam", SCORES[:3], WRITTEN)
    with pytest.raises(IntegrityError, match=FROZEN), transaction.atomic():
        ScoreSheet.objects.filter(pk=sheet.pk).update(released_at=None)


# ---- the table in and out ----


def filled(round, stage="written_exam", marks=SCORES[:3], change=None):
    """The template with marks in it, in the order of tickets; `change(worksheet)` spoils it."""
    by = clerk(round)
    book = openpyxl.load_workbook(BytesIO(spreadsheets.score_template(round, stage, by=by, now=WRITTEN)))
    table = book.worksheets[0]
    for line, mark in enumerate(marks, 2):
        if isinstance(mark, Mark):
            table.cell(line, table.max_column).value = str(mark.label)
        else:
            for column in range(3, table.max_column):
                table.cell(line, column).value = float(mark)
    if change:
        change(table)
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("笔试成绩.xlsx", out.getvalue(), content_type=XLSX)


def upload(round, file, stage="written_exam"):
    return send(clerk(round), "scores", round.pk, stage, now=WRITTEN, file=file)


def test_the_template_holds_everybodys_ticket_as_text_and_the_choices(seated):
    round = again(seated)
    book = openpyxl.load_workbook(BytesIO(spreadsheets.score_template(round, "written_exam", by=clerk(round), now=WRITTEN)))
    lines = list(book.worksheets[0].iter_rows(values_only=True))
    assert lines[0] == ("准考证号*", "姓名*", "成绩", "情况")
    assert [line[:2] for line in lines[1:]] == [
        (seat.ticket_number, seat.application.name) for seat in Seat.objects.order_by("ticket_number")
    ]
    assert {cell.number_format for (cell,) in book.worksheets[0]["A2:A4"]} == {"@"}


def test_a_right_file_is_read_back_before_it_is_saved_and_saved_whole(seated):
    round = again(seated)
    answer = upload(round, filled(round, marks=["91.00", "60.05", ABSENT]))
    assert "没有发现问题。核对无误后保存，再由另一位工作人员复核。" in answer.text
    assert ScoreSheet.objects.count() == 0
    answer = send_to(clerk(round), answer.request["PATH_INFO"])
    assert "3 人的成绩已保存，请另一位工作人员复核。" in answer.text
    sheet = ScoreSheet.objects.get()
    assert sheet.source.sha256 in answer.text
    stored = sheet.scores.order_by("application__seat__ticket_number").values_list("mark", "value")
    assert list(stored) == [("scored", Decimal("91.00")), ("scored", Decimal("60.05")), ("absent", None)]


def send_to(user, path, now=WRITTEN, **data):
    with clock.standing_at(now):
        return signed_in(user).post(path, data, follow=True)


def spoil(line, column, value):
    def change(table):
        table.cell(line, column).value = value
        table.cell(line, column).number_format = "General"

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (spoil(2, 3, 100.5), "第 2 行：成绩应在 0 到 100 之间，现在是 100.5。"),
        (spoil(3, 3, 76.125), "第 3 行：成绩最多保留两位小数，现在是 76.125。"),
        (spoil(3, 1, 24010100102), "第 3 行：准考证号被表格软件改成了数字，开头的 0 可能已丢失。请把该列设为“文本”，重新填写后导入。"),
        (spoil(2, 1, "24999999999"), "第 2 行：准考证号 24999999999 不在本次名单内。"),
        (spoil(2, 2, "别人"), "与姓名不一致。"),
        (spoil(2, 3, None), "第 2 行：没有成绩，缺考、违纪的请标明。"),
        (spoil(2, 4, "缺席"), "第 2 行：情况应为缺考、违纪之一，现在是“缺席”。"),
        (lambda table: table.delete_rows(4), "还有 1 人没有成绩"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_saved(seated, change, sentence):
    round = again(seated)
    answer = upload(round, filled(round, change=change))
    assert sentence in answer.text
    assert "下载标好错误的表格" in answer.text
    send_to(clerk(round), answer.request["PATH_INFO"])
    assert ScoreSheet.objects.count() == 0


def test_a_ticket_twice_is_named(seated):
    round = again(seated)
    answer = upload(round, filled(round, change=lambda table: setattr(table.cell(3, 1), "value", table.cell(2, 1).value)))
    assert "第 3 行：准考证号与第 2 行重复。" in answer.text


def test_the_error_workbook_shows_each_fault_beside_its_cell(seated):
    round = again(seated)
    answer = upload(round, filled(round, change=spoil(2, 3, 100.5)))
    with clock.standing_at(WRITTEN):
        workbook = signed_in(clerk(round)).get(answer.request["PATH_INFO"] + "errors/")
    lines = list(openpyxl.load_workbook(BytesIO(workbook.content)).worksheets[0].iter_rows(values_only=True))
    assert lines[0][2:4] == ("成绩", "成绩的问题")
    assert lines[1][2:4] == (100.5, "成绩应在 0 到 100 之间，现在是 100.5。")


def test_a_file_that_is_no_such_table_is_told_so(seated):
    answer = upload(again(seated), SimpleUploadedFile("成绩.xlsx", b"not a table", content_type=XLSX))
    assert "只能上传 .xlsx 表格。" in answer.text
    with pytest.raises(UnfitFile):
        spreadsheets.read_scores(again(seated), "written_exam", SimpleUploadedFile("x.xlsx", b"PK"))


def test_nobody_reads_anothers_upload(seated):
    round = again(seated)
    path = upload(round, filled(round)).request["PATH_INFO"]
    with clock.standing_at(WRITTEN):
        assert signed_in(make_user(Role.COUNTY_CLERK, round.county)).get(path).status_code == 404


# ---- by hand ----


def by_hand(round, stage, marks, now=WRITTEN, **more):
    cells = {}
    for seat, mark in zip(Seat.objects.filter(application__round=round).order_by("ticket_number"), marks, strict=True):
        if isinstance(mark, Mark):
            cells[f"mark_{seat.pk}"] = mark.value
        elif stage == "interview":
            cells |= {f"panel_{seat.pk}_{number}": mark for number in range(1, 6)}
        else:
            cells[f"value_{seat.pk}"] = mark
    return send(clerk(round), "scores_by_hand", round.pk, stage, now=now, **cells, **more)


def test_scores_are_typed_on_a_page_for_few_people(seated):
    round = again(seated)
    assert "3 人的成绩已保存，请另一位工作人员复核。" in by_hand(round, "written_exam", ["９１", "60.5", ABSENT]).text
    assert sorted(str(value) for value in Score.objects.values_list("value", flat=True)) == ["60.50", "91.00", "None"]


def test_a_wrong_box_is_told_and_everything_typed_is_kept(seated):
    answer = by_hand(again(seated), "written_exam", ["100.5", "八十", "77.25"])
    assert "成绩应在 0 到 100 之间，填的是 100.5，请核对后重新填写。" in answer.text
    assert "“八十”不是成绩，请用阿拉伯数字填写，例如 86.5；缺考或违纪的请另行标记。" in answer.text
    assert [kept for kept in ("100.5", "八十", "77.25") if f'value="{kept}"' not in answer.text] == []
    assert "<title>错误：" in answer.text
    assert ScoreSheet.objects.count() == 0


def test_an_empty_box_is_told_by_its_row(seated):
    answer = by_hand(again(seated), "written_exam", ["80", "", "77.25"])
    assert "第 2 行：没有成绩，缺考、违纪的请标明。" in answer.text


# ---- the second person and 人社局 on their pages ----


def test_the_page_of_a_sheet_shows_the_spread_and_refuses_the_same_person(seated):
    sheet = stages.enter(again(seated), "written_exam", ["91.00", "60.00", ABSENT], WRITTEN)
    page = get(clerk(sheet.round), "score_sheet", sheet.pk, now=WRITTEN).text
    assert "录入人与复核人不能是同一人，请由另一位工作人员复核。" in page
    assert "共 3 人，缺考 1 人，违纪 0 人" in page
    assert "最高 91.00，最低 60.00，平均 75.50" in page
    assert "确认成绩无误" not in page
    answer = send(clerk(sheet.round), "score_sheet_confirm", sheet.pk, now=WRITTEN)
    assert "录入人与复核人不能是同一人，请由另一位工作人员复核。" in answer.text
    assert ScoreSheet.objects.get().confirmed_at is None


def test_a_sheet_goes_out_as_it_was_entered_to_whoever_handles_it(seated):
    sheet = stages.enter(again(seated), "written_exam", ["91.00", "60.50", ABSENT], WRITTEN)
    content = get(head(sheet.round), "score_sheet_export", sheet.pk, now=WRITTEN).content
    told = {row["姓名"]: (row["成绩"], row["情况"]) for row in records_of(content)}
    assert told == {score.application.name: _shown(score) for score in sheet.scores.all()}
    assert sorted(map(str, told.values())) == ["(60.5, None)", "(91, None)", "(None, '缺考')"]
    assert get(make_user(Role.COUNTY_CLERK, make_county()), "score_sheet_export", sheet.pk, now=WRITTEN).status_code == 404
    assert get(make_user(Role.DISCIPLINE), "score_sheet_export", sheet.pk, now=WRITTEN).status_code == 403


def _shown(score):
    return (None if score.value is None else float(score.value), None if score.mark == Mark.SCORED else score.get_mark_display())


def test_another_confirms_and_personnel_release_with_the_consequences_before_them(seated):
    sheet = stages.enter(again(seated), "written_exam", SCORES[:3], WRITTEN)
    assert "确认成绩无误" in get(head(sheet.round), "score_sheet", sheet.pk, now=WRITTEN).text
    assert "成绩册已复核，等待县（区）人社局发布。" in send(head(sheet.round), "score_sheet_confirm", sheet.pk, now=WRITTEN).text
    assert get(head(sheet.round), "score_sheet_release", sheet.pk, now=WRITTEN).status_code == 403
    page = get(hr(sheet.round), "score_sheet_release", sheet.pk, now=WRITTEN).text
    assert "按方案的面试入围比例和合格线，3 人进入面试，0 人到此为止" in page
    assert Application.objects.at("interview").count() == 0
    answer = send(hr(sheet.round), "score_sheet_release", sheet.pk, now=WRITTEN)
    assert "笔试成绩已发布。" in answer.text
    assert "考生可以申请复核到" in answer.text
    assert Application.objects.at("interview").count() == 3


def test_a_sheet_is_sent_back_from_its_page_with_a_reason(seated):
    sheet = stages.enter(again(seated), "written_exam", SCORES[:3], WRITTEN)
    assert "请写明哪里有出入，录入人会收到。" in send(head(sheet.round), "score_sheet_send_back", sheet.pk, now=WRITTEN).text
    answer = send(head(sheet.round), "score_sheet_send_back", sheet.pk, now=WRITTEN, reason="第 2 行与原卷不符")
    assert "成绩册已退回，录入人会收到说明。" in answer.text


def test_the_shortlist_shows_the_cut_and_who_is_tied_at_it():
    round = stages.make_seated_round(people=3, interview_ratio=1)
    stages.score(round, "written_exam", ["80.00", "80.00", "70.00"], WRITTEN)
    page = get(hr(round), "scores", round.pk, "written_exam", now=WRITTEN).text
    assert "2 人并列，都入围" in page
    assert "入围名单（2 人）" in page


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("round_scores", ()),
        ("scores", ("written_exam",)),
        ("scores_template", ("written_exam",)),
        ("scores_by_hand", ("written_exam",)),
        ("merit", ()),
        ("interview_list", ()),
    ],
)
def test_another_county_finds_no_scores_here(seated, name, args):
    assert get(make_user(Role.COUNTY_CLERK, make_county()), name, seated, *args, now=WRITTEN).status_code == 404


def test_another_county_finds_no_sheet(seated):
    sheet = stages.enter(again(seated), "written_exam", SCORES[:3], WRITTEN)
    stranger = make_user(Role.COUNTY_HEAD, make_county())
    assert [
        get(stranger, "score_sheet", sheet.pk, now=WRITTEN).status_code,
        send(stranger, "score_sheet_confirm", sheet.pk, now=WRITTEN).status_code,
    ] == [404, 404]


@pytest.mark.parametrize("role", [Role.CITY, Role.DISCIPLINE, Role.OPERATOR, Role.APPLICANT])
def test_nobody_else_sees_scores_before_they_are_released(seated, role):
    sheet = stages.enter(again(seated), "written_exam", SCORES[:3], WRITTEN)
    assert get(make_user(role), "score_sheet", sheet.pk, now=WRITTEN).status_code == 403


def test_there_is_no_such_kind_of_scores(seated):
    assert get(clerk(again(seated)), "scores", seated, "medical", now=WRITTEN).status_code == 404


# ---- rechecks ----


def test_a_score_is_asked_about_once_within_its_days_and_answered_once(seated):
    round = again(seated)
    person = applications(round)[0]
    ask = {"application": person, "stage": "written_exam", "request": "主观题漏评", "by": person.applicant}
    with refused(actions.Impossible, "现在没有可以申请复核的结果。"), clock.standing_at(WRITTEN):
        actions.ask_recheck(**ask, now=WRITTEN)
    stages.score(round, "written_exam", SCORES[:3], WRITTEN)
    late = at(5, 7, 0)
    with refused(actions.Impossible, "申请复核的时间到 2024年5月6日为止，现在已经过了。"), clock.standing_at(late):
        actions.ask_recheck(**ask, now=late)
    last = at(5, 6, 23, 59)
    with clock.standing_at(last):
        recheck = actions.ask_recheck(**ask, now=last)
    with refused(Prevented, "每项成绩只能申请一次复核。"), clock.standing_at(last), transaction.atomic():
        actions.ask_recheck(**ask, now=last)
    page = send(clerk(round), "recheck", recheck.pk, now=late, answer="经核对，没有漏评。")
    assert "已答复，本人会收到通知。" in page.text
    with refused(actions.Impossible, "这份申请已经答复，不能重复答复。"):
        actions.answer_recheck(recheck=recheck, answer="再答", by=clerk(round), now=late)
    assert "经核对，没有漏评。" in Message.objects.get(letter="recheck_answered").body


def test_nobody_asks_for_another(seated):
    round = again(seated)
    stages.score(round, "written_exam", SCORES[:3], WRITTEN)
    one, other = applications(round)[:2]
    with refused(Refused, "这份报名不属于您的账号。"):
        actions.ask_recheck(application=one, stage="written_exam", request="少计分", by=other.applicant, now=WRITTEN)


# ---- questions to the database ----


def test_more_people_ask_no_more_of_the_database():
    counts = []
    for round in (stages.make_seated_round(people=1, opening_ratio=1), stages.make_seated_round(people=3)):
        client = signed_in(clerk(round))
        people = len(applications(round))
        sheet = stages.enter(round, "written_exam", SCORES[:people], WRITTEN)
        with clock.standing_at(WRITTEN):
            counts.append(
                [
                    queries_of(client, reverse(f"recruitment:{name}", args=args))
                    for name, args in (
                        ("scores", (round.pk, "written_exam")),
                        ("scores_by_hand", (round.pk, "written_exam")),
                        ("score_sheet", (sheet.pk,)),
                        ("score_sheet_export", (sheet.pk,)),
                    )
                ]
            )
    assert counts[0] == counts[1]
