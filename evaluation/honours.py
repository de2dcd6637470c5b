"""表彰 as a list, as a spreadsheet, and what stands beside one: the year's grade, breaches and places left."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from bureaus.models import County, User
from documents.spreadsheets import Column, Kind, Sheet, Table
from evaluation.models import Appraisal, Commendation, Incident
from evaluation.service import rules_of
from policy.appraisal import Grade, treatment
from policy.appraisal_way import Cycle

SHEET = Sheet(
    "表彰",
    (
        Column("县（区）", "county"),
        Column("姓名", "name"),
        Column("表彰年度", "year", Kind.INTEGER),
        Column("表彰名称", "award", width=18),
        Column("工作表现突出", "performance", width=36),
        Column("取得显著成绩", "achievements", width=36),
        Column("突出贡献", "contribution", width=36),
        Column("奖金（元）", "amount", Kind.MARK),
        Column("公示第一天", "posted_first", Kind.DATE),
        Column("公示最后一天", "posted_last", Kind.DATE),
        Column("状态", "word", width=18),
    ),
)


def commendations(user: User, *, state: str = "", award: str = "", year: Any = "") -> QuerySet[Commendation]:
    """The commendations this person may see, newest first."""
    rows = Commendation.objects.visible_to(user)
    for name, value in (("state", state), ("award", award), ("year", year)):
        if value:
            rows = rows.filter(**{name: value})
    return rows.select_related("assistant__county").order_by("-year", "-entered_at", "-pk")


def left_of(county: County, year: int) -> tuple[int, int]:
    """How many places a county has in a year, and how many of them are left."""
    quota = rules_of(county).commendations
    given = Commendation.objects.counted().filter(assistant__county=county, year=year).count()
    return quota, max(0, quota - given)


def speaks_for(row: Commendation) -> str:
    """What the year's daily record and grade speak for, in words; the bureau decides (四(四).奖惩)."""
    final = Appraisal.objects.filter(
        assistant=row.assistant_id, period__cycle=Cycle.YEAR.value, period__last_day__year=row.year, final_at__isnull=False
    ).first()
    breaches = Incident.objects.confirmed().filter(assistant=row.assistant_id, day__year=row.year).count()
    said = f"{row.year} 年审定的违规 {breaches} 次"
    if final is None:
        return f"{said}；年度考核结果还没有确定。"
    appraised = Grade(final.grade)
    others = Commendation.objects.given().filter(assistant=row.assistant_id, year=row.year).exclude(pk=row.pk).count()
    due = treatment(appraised, commendations=others, violations=breaches)
    return f"{said}；年度考核{appraised.title}：{due.title}。"


def table(found: Iterable[Commendation], *, today: date) -> Table:
    def line(row: Commendation) -> dict[str, Any]:
        return {
            "county": str(row.assistant.county),
            "name": row.assistant.name,
            "year": row.year,
            "award": row.get_award_display(),
            "performance": row.performance,
            "achievements": row.achievements,
            "contribution": row.contribution,
            "amount": row.amount,
            "posted_first": row.posted_first,
            "posted_last": row.posted_last,
            "word": row.word(today),
        }

    return Table(SHEET, found, line)
