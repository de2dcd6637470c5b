"""Filters of official papers: dates and times as they are written on paper."""

from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.utils.timezone import localtime

register = template.Library()


@register.filter
def written(day: date | datetime) -> str:
    """2024年2月26日: Arabic figures without padding (GB/T 9704-2012, 7.3.5.4)."""
    local = localtime(day).date() if isinstance(day, datetime) else day
    return f"{local.year}年{local.month}月{local.day}日"


@register.filter
def second(moment: datetime) -> str:
    """2024年4月12日 17:59:58."""
    return f"{written(moment)} {localtime(moment):%H:%M:%S}"


@register.filter
def period(starts_at: datetime, ends_at: datetime) -> str:
    """2024年5月25日 9:00—11:00; both days where it ends on another one."""
    first, last = localtime(starts_at), localtime(ends_at)
    until = f"{last.hour}:{last:%M}" if first.date() == last.date() else f"{written(last)} {last.hour}:{last:%M}"
    return f"{written(first)} {first.hour}:{first:%M}—{until}"


@register.filter
def longest(names: Sequence[str]) -> int:
    """How many characters the longest name has."""
    return max(map(len, names), default=0)
