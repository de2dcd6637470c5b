"""What a county sends up beside its plan, and the city's answers: a 工作方案 from its first word to its number."""

from datetime import date, datetime, timedelta

from bureaus.models import User
from policy.filings import KINDS
from staffing import actions
from staffing.models import Filing, Programme
from yangquan_portal.story.planning import checked
from yangquan_portal.story.serving import upload
from yangquan_portal.story.staff import Team

WORK_PLAN = {
    "needs": "（演示）本县（区）司法所编制少、任务重，按所均 4 人测算，缺口以数额核定方案为准。",
    "recruiting": "（演示）先从在职专职辅助人员中择优选聘，其余面向社会公开招聘，由司法局会同人社局组织。",
    "schedule": "（演示）三月上旬完成动员和调研，三月中旬起发布公告，六月中旬前完成招聘，六月底前总结。",
    "funds": "（演示）人员经费和公用经费列入本年度县（区）财政预算。",
    "organisation": "（演示）成立领导专班，办公室设在司法局，人社、财政部门参加。",
}
DIFFICULTY = "（演示）部分司法所与乡镇合署办公，协理员办公用房尚未落实。"


def set_programme(city: User, *, today: date, now: datetime) -> Programme:
    """The document's phases told around today: the first is over, the second runs."""
    edges = {"deployment": (-60, -12), "recruitment": (-11, 80), "conclusion": (81, 96)}
    days = {key: (today + timedelta(days=first), today + timedelta(days=last)) for key, (first, last) in edges.items()}
    return actions.set_programme(title=f"司法协理员制度试点（演示·{today.year}年）", days=days, by=city, now=now)


def submit_work_plan(team: Team, *, year: int, now: datetime, **changes: str) -> Filing:
    """The clerk writes it, the head submits it."""
    matter = actions.begin_matter(county=team.county, kind="work_plan", year=year, by=team.clerk, now=now)
    matter = actions.save_matter(matter=matter, content=WORK_PLAN | changes, by=team.clerk, seen=matter.version, now=now)
    matter = actions.offer_matter(matter=matter, by=team.clerk, seen=matter.version, now=now)
    matter = actions.submit_matter(matter=matter, by=team.head, seen=matter.version, now=now)
    return matter.filings.latest("ordinal")


def submit_rules(team: Team, kind: str, *, year: int, now: datetime) -> Filing:
    """管理办法 or 考核办法 with its text, to the city."""
    matter = actions.begin_matter(county=team.county, kind=kind, year=year, by=team.clerk, now=now)
    content = {part.key: f"（演示）{part.title}按市司法局样本执行。" for part in KINDS[kind].parts if part.required}
    matter = actions.write_matter(
        matter=matter,
        content=content,
        uploads={"document": upload("演示办法全文")},
        removed=[],
        by=team.clerk,
        seen=matter.version,
        now=now,
    )
    matter = actions.offer_matter(matter=matter, by=team.clerk, seen=matter.version, now=now)
    matter = actions.submit_matter(matter=matter, by=team.head, seen=matter.version, now=now)
    return matter.filings.latest("ordinal")


def file_matter(filing: Filing, *, city: User, now: datetime) -> Filing:
    """The city finds nothing amiss."""
    number = actions.suggested_filing_number(filing.paper, now=now)
    return actions.file_filing(filing=filing, filing_number=number, marks=checked(filing), opinion="同意备案。", by=city, now=now)


def return_work_plan(filing: Filing, *, city: User, now: datetime) -> Filing:
    """The city comments on two parts and gives it back."""
    for place, text in (("part:needs", "请写明各司法所缺多少人。"), ("part:funds", "请附财政部门意见。")):
        actions.comment(filing=filing, place=place, text=text, by=city, now=now)
    return actions.return_filing(filing=filing, opinion="人员需求和经费保障还不具体，请补充后重新上报。", by=city, now=now)
