"""The spreadsheets of what goes up: the list, one filing and its journeys, 难点堵点, the programme, the five counties."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bureaus import clock
from bureaus.models import County
from documents.spreadsheets import Column, Kind, Sheet, Table
from policy.filings import KINDS
from staffing import standing
from staffing.documents import shown
from staffing.models import Difficulty, Filing, Matter, Paper
from staffing.overview import CountyLine
from staffing.progress import Owed

MOMENT = "%Y-%m-%d %H:%M"

LIST = Sheet(
    "上报材料",
    (
        Column("县（区）", "county"),
        Column("年度", "year", Kind.INTEGER, width=8),
        Column("种类", "kind", width=24),
        Column("名称", "title", width=40),
        Column("依据", "clause"),
        Column("状态", "state", width=12),
        Column("下一步", "next", width=36),
        Column("上报次数", "journeys", Kind.INTEGER, width=10),
        Column("最近上报日期", "submitted_on", Kind.DATE),
        Column("备案号", "number", width=24),
        Column("备案日期", "filed_on", Kind.DATE),
    ),
)

ONE = Sheet("上报材料", (Column("项目", "title", width=24), Column("内容", "text", width=100)))

JOURNEYS = Sheet(
    "历次上报",
    (
        Column("上报", "which", width=16),
        Column("状态", "state", width=12),
        Column("上报人", "submitted_by"),
        Column("上报时间", "submitted_at", width=18),
        Column("市局拆阅时间", "opened_at", width=18),
        Column("办理人", "decided_by"),
        Column("办理时间", "decided_at", width=18),
        Column("备案号", "number", width=24),
        Column("市局意见", "opinion", width=60),
    ),
)

DIFFICULTIES = Sheet(
    "难点堵点",
    (
        Column("县（区）", "county"),
        Column("难点堵点", "what", width=60),
        Column("由谁解决", "solver", width=16),
        Column("进展", "state", width=10),
        Column("进展说明", "note", width=60),
        Column("登记日期", "noted_on", Kind.DATE),
        Column("最后更新", "changed_on", Kind.DATE),
    ),
)

PROGRAMME = Sheet(
    "试点进度",
    (
        Column("阶段", "phase", width=16),
        Column("任务", "title", width=44),
        Column("依据", "clause"),
        Column("县（区）", "county"),
        Column("期限", "due", Kind.DATE),
        Column("完成日期", "done_on", Kind.DATE),
        Column("状态", "state", width=10),
        Column("逾期天数", "late", Kind.INTEGER, width=10),
        Column("凭据", "by", width=50),
    ),
)

COUNTIES = Sheet(
    "五县（区）一览",
    (
        Column("县（区）", "county"),
        Column("所处阶段", "phase", width=16),
        Column("待完成任务", "due", Kind.INTEGER),
        Column("逾期任务", "late", Kind.INTEGER),
        Column("最长逾期天数", "days_late", Kind.INTEGER),
        Column("待审材料", "waiting", Kind.INTEGER),
        Column("超期未审", "answers_late", Kind.INTEGER),
        Column("数额方案", "plan_state", width=16),
        Column("拟配协理员", "planned", Kind.INTEGER),
        Column("已聘用", "filled", Kind.INTEGER),
        Column("已离岗", "left", Kind.INTEGER),
        Column("所均（人）", "average"),
        Column("未解决的难点堵点", "difficulties", Kind.INTEGER, width=18),
    ),
)

ARRIVED = Sheet(
    "已收到的上报",
    (
        Column("县（区）", "county"),
        Column("种类", "kind", width=24),
        Column("名称", "title", width=40),
        Column("第几次", "ordinal", Kind.INTEGER, width=8),
        Column("状态", "state", width=12),
        Column("上报日期", "submitted_on", Kind.DATE),
        Column("应办结日期", "due", Kind.DATE),
        Column("办结日期", "decided_on", Kind.DATE),
        Column("是否超期", "late", width=10),
        Column("备案号", "number", width=24),
        Column("省厅文号", "province", width=24),
        Column("省厅报备日期", "province_on", Kind.DATE),
    ),
)


def counties_table(lines: Callable[[], Iterable[CountyLine]]) -> Table:
    """The five counties, one row each."""

    def line(county: CountyLine) -> dict[str, Any]:
        return {key: getattr(county, key) for key in COUNTIES.keys} | {"county": str(county.county)}

    return Table(COUNTIES, lines, line, count=County.objects.count)


def arrived_table(filings: Iterable[Filing], *, now: datetime) -> Table:
    """Everything that arrived; filings come with their provincial records prefetched."""
    city = standing.Clock()
    return Table(ARRIVED, filings, lambda filing: _arrived(filing, city, now))


def list_table(papers: Iterable[Paper]) -> Table:
    """Plans and matters together, as they stand."""
    return Table(LIST, papers, _listed)


def matter_table(matter: Matter) -> Table:
    """One filing, part by part."""
    rows = [{"title": part.title, "text": shown(matter.content.get(part.key), part.shape)} for part in matter.kind_of_filing.parts]
    rows += [{"title": f"附件：{matter.kind_of_filing.enclosure(each.key).title}", "text": str(each)} for each in matter.enclosures.all()]
    notes = {"材料": str(matter), "状态": standing.word(matter), "备案号": matter.filing_number or "尚未备案"}
    return Table(ONE, rows, about=notes)


def journeys_table(paper: Paper, filings: Iterable[Filing]) -> Table:
    """Every time a plan or a matter went up, the newest first, and what the city answered."""
    return Table(JOURNEYS, filings, _journey, {"材料": str(paper)})


def difficulties_table(difficulties: Iterable[Difficulty]) -> Table:
    return Table(DIFFICULTIES, difficulties, _noted)


def programme_table(owed: Iterable[Owed], *, title: str) -> Table:
    return Table(PROGRAMME, owed, _owed, {"计划": title})


def _noted(each: Difficulty) -> dict[str, Any]:
    days = {"noted_on": clock.today(each.noted_at), "changed_on": clock.today(each.changed_at)}
    return {**each.as_sent, "county": str(each.county), **days}


def _owed(each: Owed) -> dict[str, Any]:
    return {
        "phase": str(each.obligation.phase),
        "title": each.obligation.title,
        "clause": each.obligation.ref,
        "county": str(each.county or "阳泉市"),
        "due": each.obligation.phase.last_day,
        "done_on": each.done_on,
        "state": each.word,
        "late": each.days_late,
        "by": each.by or each.obligation.proof,
    }


def _listed(paper: Paper) -> dict[str, Any]:
    last = standing.last_filing(paper)
    return {
        "county": str(paper.county),
        "year": paper.year,
        "kind": KINDS[paper.kind_of_filing.key].title,
        "title": str(paper),
        "clause": paper.kind_of_filing.ref,
        "state": standing.word(paper),
        "next": standing.next_act(paper),
        "journeys": len(paper.filings.all()),
        "submitted_on": clock.today(last.submitted_at) if last else None,
        "number": paper.filing_number,
        "filed_on": clock.today(paper.filed_at) if paper.filed_at else None,
    }


def _journey(filing: Filing) -> dict[str, Any]:
    instants = {key: getattr(filing, key) for key in ("submitted_at", "opened_at", "decided_at")}
    return {
        "which": filing.which,
        "state": filing.state,
        "submitted_by": str(filing.submitted_by),
        **{key: f"{at.astimezone(clock.BEIJING):{MOMENT}}" if at else None for key, at in instants.items()},
        "decided_by": str(filing.decided_by) if filing.decided_by else None,
        "number": filing.filing_number,
        "opinion": filing.opinion,
    }


def _arrived(filing: Filing, city: standing.Clock, now: datetime) -> dict[str, Any]:
    province = next(iter(filing.provincial.all()), None)
    return {
        "county": str(filing.county),
        "kind": filing.kind_of_filing.title,
        "title": filing.title,
        "ordinal": filing.ordinal,
        "state": filing.state,
        "submitted_on": clock.today(filing.submitted_at),
        "due": city.due(filing),
        "decided_on": clock.today(filing.decided_at) if filing.decided_at else None,
        "late": "超期" if city.is_late(filing, now) else "",
        "number": filing.filing_number,
        "province": province.number if province else "",
        "province_on": province.filed_on if province else None,
    }
