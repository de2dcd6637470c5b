"""笔试: scores come in from a spreadsheet, a second clerk stands for them, 人社局 releases them, and the days of the recheck run."""

from io import BytesIO
from typing import Any

import openpyxl

from tests.journeys.chapters.review import ONE_HAND
from tests.journeys.chapters.stages import cannot_close, close, post
from tests.journeys.story import Story, at

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def is_sat(story: Story) -> None:
    story.clock_reads(at(3, 23))
    cannot_close(
        story,
        "written_exam",
        "还有 2 人没有成绩",
        "成绩还没有经县（区）人社局同意发布",
        "成绩复核的截止日期还没有确定",
        "“笔试成绩及入围面试人员公告”还没有发布",
    )
    _scores_come_in(story)
    goes_through_three_hands(story, "written_exam", "笔试", look="50")
    story.hr.sees("入围面试").look("507-shortlist")

    story.places["interview list"] = post(story, "笔试成绩及入围面试人员公告", "interview_list")
    visitor = story.visitor().go(story.places["interview list"]).look("508-interview-list")
    visitor.sees(story.applicants["first"].ticket, "86.50", "入围").sees_no(story.applicants["first"].name)
    window = story.applicant("first").go("/my/").follow("查看本人成绩").sees("86.50").look("509-my-scores")
    window.is_refused(f"{story.applicants['other'].application}scores/", 404)

    cannot_close(story, "written_exam", "成绩复核申请到 2026年3月25日 24:00 为止，期满后才能结束。")
    story.clock_reads(at(3, 26, 9))
    close(story, "written_exam", "笔试")


def goes_through_three_hands(story: Story, stage: str, title: str, *, look: str) -> None:
    """The sheet before the clerk who has just saved it: another confirms it, 人社局 releases it."""
    clerk, second, hr = story.clerk, story.second, story.hr
    sheet = clerk.path
    clerk.sees("请另一位工作人员复核").sees(ONE_HAND).look(f"{look}4-{stage}-sheet")
    assert not clerk.offered("确认成绩无误")
    clerk.sends(f"{sheet}confirm/").go(sheet).sees(ONE_HAND, "待复核")
    cannot_close(story, stage, "还有 2 人的成绩没有经第二人确认")
    clerk.is_refused(f"{sheet}release/")
    second.go(sheet).look(f"{look}5-{stage}-confirm").press("确认成绩无误").sees("成绩册已复核，等待县（区）人社局发布。")
    hr.go(sheet).press("去发布成绩").look(f"{look}6-{stage}-release").press(f"发布{title}成绩").sees(f"{title}成绩已发布。")


def _scores_come_in(story: Story) -> None:
    clerk, scores = story.clerk, f"{story.places['round']}scores/"
    first, other = story.applicants["first"].ticket, story.applicants["other"].ticket
    clerk.go(scores).look("501-scores").follow("笔试成绩").look("502-written-scores")
    template = clerk.download("下载成绩表模板")

    def send(marks: dict[str, float], *, retyped: str = "") -> None:
        clerk.go(f"{scores}written_exam/")
        clerk.upload("填好的成绩表", "笔试成绩.xlsx", _filled_in(template, marks, retyped=retyped), XLSX).press("上传并核对")

    send({first: 100.5, other: 78}, retyped=other)
    clerk.sees("有 2 处需要改正，没有保存", "成绩应在 0 到 100 之间，现在是 100.5。", "准考证号被表格软件改成了数字")
    clerk.look("503-scores-refused")
    assert not clerk.offered("保存成绩")
    marked = openpyxl.load_workbook(BytesIO(clerk.download("下载标好错误的表格")))
    assert any("100.5" in str(cell.value) for row in marked.active.iter_rows() for cell in row if cell.value)
    send({first: 86.5, other: 78})
    clerk.sees("没有发现问题。").press("保存成绩")


def _filled_in(template: bytes, marks: dict[str, float], *, retyped: str) -> bytes:
    """The template with a mark for everybody; `retyped`: a ticket number that a spreadsheet has turned into a number."""
    book = openpyxl.load_workbook(BytesIO(template))
    sheet: Any = book.active
    header = next(row for row in sheet.iter_rows() if row[0].value and str(row[0].value).startswith("准考证号"))
    where = {str(cell.value).rstrip("*"): cell.column for cell in header if cell.value}
    mark_at = next(column for title, column in where.items() if title.startswith("成绩"))
    for row in sheet.iter_rows(min_row=header[0].row + 1):
        if (ticket := str(row[0].value)) in marks:
            sheet.cell(row[0].row, mark_at).value = marks[ticket]
            if ticket == retyped:
                row[0].value, row[0].number_format = int(ticket), "General"
    content = BytesIO()
    book.save(content)
    return content.getvalue()
