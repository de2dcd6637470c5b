"""Figures of duty log, attendance and training that stand beside somebody's appraisal, in words: as they were kept at the decision."""

from dataclasses import dataclass

from evaluation.figures import Figures, figures
from evaluation.models import Appraisal
from policy.attendance import KINDS
from policy.duties import BY_NUMBER


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its unit: 走访 12 次."""

    title: str
    value: str


def figures_of(sheet: Appraisal) -> list[Figure]:
    """Return what log, attendance and training say of a sheet's days: counted until its grade is decided, then as it was."""
    days = (sheet.first_day, sheet.last_day)
    told = figures(sheet.assistant, *days) if sheet.kept_figures is None else Figures.read(*days, sheet.kept_figures)
    found = [
        Figure(BY_NUMBER[number].title, "，".join(filter(None, [f"日志 {entries} 条", BY_NUMBER[number].counted(told.measures[number])])))
        for number, entries in told.entries.items()
    ]
    if told.present:
        found.append(Figure("出勤", f"{told.present} 天"))
    found += [Figure(KINDS[kind].title, f"{days} 天") for kind, days in told.leave.items()]
    if told.absent:
        found.append(Figure("旷工", f"{told.absent} 天"))
    if told.training_hours:
        found.append(Figure("培训", f"{told.training_hours} 学时"))
    return found
