"""Figures of duty log and attendance that stand beside somebody's appraisal."""

from dataclasses import dataclass
from datetime import date

from staffing.models import Assistant


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its unit: 走访 12 次."""

    title: str
    value: str


def figures_of(assistant: Assistant, first_day: date, last_day: date) -> list[Figure]:
    """Return what duty log and attendance say of these days; nothing is kept of either yet, so nothing is said."""
    return []
