"""Where each thing that goes up stands, in words: its state, whose turn it is, how far it has come, what the city wrote beside it."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.conf import settings

from bureaus import clock
from bureaus.days import working_days
from documents.models import StoredFile
from policy.calendar import NoCalendar, first_day_after, last_day
from staffing.models import Comment, Filing, FilingOutcome, Paper, PlanStatus
from staffing.places import title_of

HOURS_A_DAY = 24


def last_filing(paper: Paper) -> Filing | None:
    """The newest journey; `paper` comes with its filings prefetched, newest first."""
    return next(iter(paper.filings.all()), None)


def word(paper: Paper) -> str:
    """The state as a tag."""
    if paper.awaits_countersignature:
        return "待会签"
    if paper.awaits_submission and paper.status != PlanStatus.COUNTERSIGNED:
        return "待上报"
    last = last_filing(paper)
    if paper.status == PlanStatus.RETURNED and last is not None and last.outcome == FilingOutcome.WITHDRAWN:
        return "已撤回"
    if paper.status == PlanStatus.SUBMITTED and last is not None and last.opened_at is not None:
        return "审核中"
    return str(paper.get_status_display())


def next_act(paper: Paper) -> str:
    """Whose turn it is and what they do; blank when nothing is owed."""
    joint = paper.kind_of_filing.countersign is not None
    return {
        "待会签": "人社局会签",
        "待上报": "负责人核对后上报",
        "已会签": "负责人上报",
        "已撤回": f"经办人修改后送{'人社局会签' if joint else '负责人审签'}",
        "已上报": "等待市局拆阅；拆阅前负责人可以撤回",
        "审核中": "市局正在审核",
        "退回修改": "经办人按批注修改后重新送签",
        "草稿": f"经办人写好后送{'人社局会签' if joint else '负责人审签'}",
    }.get(word(paper), "")


def steps(paper: Paper) -> list[dict[str, Any]]:
    """The way up as a timeline, with who and when. A returned one's earlier signatures count for nothing and are not shown."""
    joint = paper.kind_of_filing.countersign is not None
    last = last_filing(paper)
    found: list[dict[str, Any]] = [{"title": "拟写", "at": paper.saved_at, "notes": [f"{paper.entered_by}最后保存"]}]
    done = {PlanStatus.DRAFT: 0, PlanStatus.RETURNED: 0}.get(PlanStatus(paper.status), 1)
    if paper.is_offered:
        done = 1
    if joint:
        found.append({"title": "人社局会签", "at": paper.countersigned_at, "notes": [f"{paper.countersigned_by}会签"]})
        done += paper.status in (PlanStatus.COUNTERSIGNED, PlanStatus.SUBMITTED, PlanStatus.FILED)
    found.append({"title": "上报市司法局", "at": paper.submitted_at, "notes": [f"{paper.submitted_by}上报"]})
    done += paper.status in (PlanStatus.SUBMITTED, PlanStatus.FILED)
    opened = last is not None and last.opened_at is not None
    found.append({"title": "市局拆阅", "at": last.opened_at if last else None, "notes": []})
    done += paper.status in (PlanStatus.SUBMITTED, PlanStatus.FILED) and opened
    found.append({"title": "准予备案", "at": paper.filed_at, "notes": [f"备案号 {paper.filing_number}"]})
    done += paper.status == PlanStatus.FILED
    for number, step in enumerate(found):
        if number < done:
            step["state"] = "done"
        elif number == 0:
            step["state"] = "current"
        else:
            found[number] = {"title": step["title"], "state": "current" if number == done else "future"}
    return found


def told(paper: Paper) -> list[tuple[str, Comment]]:
    """What the city wrote with its newest answer, each with the name of its place, while the county is at work on it."""
    last = next((filing for filing in paper.filings.all() if filing.outcome in (FilingOutcome.RETURNED, FilingOutcome.FILED)), None)
    if last is None or paper.status not in (PlanStatus.RETURNED, PlanStatus.DRAFT, PlanStatus.COUNTERSIGNED):
        return []
    return commented(last, list(Comment.objects.filter(filing=last).select_related("by")))


def by_place(written: list[tuple[str, Comment]]) -> dict[str, list[Comment]]:
    """The same, to be drawn each in its place."""
    found: dict[str, list[Comment]] = defaultdict(list)
    for _, comment in written:
        found[comment.place].append(comment)
    return dict(found)


def commented(filing: Filing, written: list[Comment]) -> list[tuple[str, Comment]]:
    """Comments with the name of their place, in the order they were written."""
    return [(title_of(filing, comment.place) or comment.place, comment) for comment in written]


def file_sent(filing: Filing, key: str) -> StoredFile | None:
    """An enclosure as it went up, whatever the county has put in its place since."""
    each = next((each for each in filing.enclosures if each["key"] == key), None)
    return StoredFile.objects.filter(pk=each["file"]).first() if each else None


# ---- the city's clock ----


def waited(filing: Filing, now: datetime) -> str:
    """How long a filing has been waiting for the city; blank when it is not."""
    if filing.decided_at is not None:
        return ""
    days, hours = divmod(int((now - filing.submitted_at).total_seconds()) // 3600, HOURS_A_DAY)
    return f"{days} 天 {hours} 小时" if days else f"{hours} 小时"


class Clock:
    """By which day the city should answer: so many working days, the first of them the one after the arrival."""

    def __init__(self) -> None:
        self.days: int = settings.FILING_REVIEW_DAYS
        self._is_working_day = working_days()
        self._unknown: set[int] = set()  # years of arrival without a calendar: each is asked for once

    def due(self, filing: Filing) -> date | None:
        """The last day in time; None while the calendar of its year is not known."""
        arrived = clock.today(filing.submitted_at)
        if arrived.year in self._unknown:
            return None
        try:
            return last_day(first_day_after(arrived, self._is_working_day), self.days, self._is_working_day)
        except NoCalendar as unknown:
            self._unknown.add(unknown.year)
            return None

    def is_late(self, filing: Filing, now: datetime) -> bool:
        """Whether a waiting filing is over its day, or an answered one was."""
        due = self.due(filing)
        return due is not None and clock.today(filing.decided_at or now) > due
