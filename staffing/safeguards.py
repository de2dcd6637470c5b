"""经费和待遇: what stands in each county's budget and pay scheme, side by side, and in the words of announcement and contract."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count

from bureaus.models import County, User
from documents.spreadsheets import Column, Kind, Sheet, Table
from policy.safeguards import Pay, each, yuan
from staffing.models import Budget, PayScheme, Posting

COMPARISON = Sheet(
    "经费和待遇对照表",
    (
        Column("县（区）", "county"),
        Column("年度", "year", Kind.INTEGER, width=8),
        Column("人员经费（元）", "personnel", Kind.MARK, width=18),
        Column("公用经费（元）", "public_funds", Kind.MARK, width=18),
        Column("合计（元）", "total", Kind.MARK, width=18),
        Column("预算文号", "budget_number", width=20),
        Column("在岗协理员", "people", Kind.INTEGER, width=12),
        Column("人均经费（元）", "each", Kind.MARK, width=16),
        Column("薪酬生效日期", "effective_from", Kind.DATE),
        Column("基本工资", "base", Kind.MARK),
        Column("岗位工资", "post", Kind.MARK),
        Column("绩效工资", "performance", Kind.MARK),
        Column("月工资合计", "beginning", Kind.MARK),
        Column("年度增长额", "yearly_step", Kind.MARK),
        Column("月工资下限", "least", Kind.MARK),
        Column("月工资上限", "most", Kind.MARK),
        Column("津贴补贴", "allowances", width=30),
        Column("工资增长办法", "growth", width=30),
        Column("社会保险", "insurance", width=40),
        Column("休息休假", "leave", width=40),
        Column("薪酬文号", "pay_number", width=20),
    ),
)


@dataclass(frozen=True)
class Line:
    """One county: its agreed budget of the year, the pay scheme in force on the day, how many serve. Absent is not entered."""

    county: County
    year: int
    people: int
    budget: Budget | None
    scheme: PayScheme | None

    @property
    def each(self) -> Decimal | None:
        """The budget's share of each who serves."""
        total = self.budget.total if self.budget else None
        return each(total, self.people) if total is not None else None

    @property
    def terms(self) -> list[tuple[str, str]]:
        """What the scheme in force says beside its figures; nothing where none is in force."""
        if self.scheme is None:
            return []
        named = (("工资增长办法", self.scheme.growth), ("社会保险", self.scheme.insurance), ("休息休假", self.scheme.leave))
        return [("津贴补贴", allowances_of(self.scheme)), *named]

    @property
    def pay(self) -> Pay | None:
        return self.scheme.pay if self.scheme else None


def comparison(user: User, *, year: int, on: date) -> list[Line]:
    """The counties this person may see, one line each, whether or not anything was entered."""
    counties = County.objects.all() if user.county_id is None else County.objects.filter(pk=user.county_id)
    budgets = {row.county_id: row for row in Budget.objects.visible_to(user).agreed().filter(year=year).order_by("edition")}
    schemes = {row.county_id: row for row in PayScheme.objects.visible_to(user).in_force(on)}
    serving = Posting.objects.visible_to(user).serving(on).order_by().values_list("assistant__county").annotate(people=Count("pk"))
    people = dict(serving)
    return [
        Line(county, year, people.get(county.pk, 0), budgets.get(county.pk), schemes.get(county.pk)) for county in counties.order_by("code")
    ]


def comparison_table(lines: Iterable[Line], *, year: int) -> Table:
    return Table(COMPARISON, lines, _cells, {"年度": str(year)})


def figures_table(row: Budget | PayScheme, earlier: Budget | PayScheme | None, figures: Iterable[dict[str, Any]]) -> Table:
    """The figures of one budget or pay scheme, beside the edition before where there is one."""
    before = (Column("上一版", "was", width=40), Column("改动", "change", width=10)) if earlier else ()
    sheet = Sheet("填报内容", (Column("项目", "label", width=24), Column("本次填报", "value", width=40), *before))

    def line(figure: dict[str, Any]) -> dict[str, Any]:
        texts = {key: str(figure[key] or "未填写") for key in ("value", "was")}
        return {"label": figure["label"], **texts, "change": "有改动" if figure["changed"] else ""}

    return Table(sheet, figures, line, {"内容": str(row), "状态": row.state})


def in_force(county: County, on: date) -> PayScheme | None:
    """What the county pays by on that day."""
    return PayScheme.objects.in_force(on).filter(county=county).first()


def pay_sentence(scheme: PayScheme) -> str:
    """The figures as announcement and contract print them. The caller gives an agreed scheme, so all of them are there."""
    pay = scheme.pay
    assert pay is not None  # noqa: S101 - a constraint keeps agreed schemes complete
    words = [
        f"基本工资每月{yuan(pay.base)}元，岗位工资每月{yuan(pay.post)}元，绩效工资每月{yuan(pay.performance)}元，合计每月{yuan(pay.beginning)}元",
        f"月工资不低于{yuan(pay.least)}元、不高于{yuan(pay.most)}元",
    ]
    if pay.yearly_step:
        words.insert(1, f"每工作满一年，每月增加{yuan(pay.yearly_step)}元")
    if scheme.growth:
        words.append(f"工资增长：{scheme.growth.rstrip('。；')}")
    if scheme.allowances:
        words.append(f"津贴补贴：{allowances_of(scheme)}")
    return f"{'；'.join(words)}。"


def allowances_of(scheme: PayScheme) -> str:
    """法律职业资格津贴每月300元、…"""
    return "、".join(f"{row['name']}每月{yuan(Decimal(row['amount']))}元" for row in scheme.allowances)


def _cells(line: Line) -> dict[str, Any]:
    cells: dict[str, Any] = {"county": str(line.county), "year": line.year, "people": line.people, "each": line.each}
    if budget := line.budget:
        cells |= {name: getattr(budget, name) for name in ("personnel", "public_funds", "total")}
        cells["budget_number"] = budget.paper_number
    if scheme := line.scheme:
        cells |= {name: getattr(scheme, name) for name in ("effective_from", "base", "post", "performance", "yearly_step", "least", "most")}
        cells |= {name: getattr(scheme, name) for name in ("growth", "insurance", "leave")}
        cells |= {"allowances": allowances_of(scheme), "pay_number": scheme.paper_number}
    if pay := line.pay:
        cells["beginning"] = pay.beginning
    return cells
