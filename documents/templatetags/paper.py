"""Filters of official papers: dates and times as they are written on paper."""

import itertools
import re
from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

register = template.Library()

TITLE_LINE = 19  # characters of 22 pt on a line of 156 mm
_WHOLE = re.compile(
    r"阳泉市|平定县|盂县|城区|矿区|郊区|[0-9〇一二三四五六七八九十]+年|第[^第]{1,3}[期号批次]|司法协理员|司法所|司法局|面向社会|公开招聘|择优选聘"
    r"|拟聘用|聘用合同|人员|名单|岗位|资格(?:审查|复审)|公共基础知识|笔试|面试|考察|体检|考核|入围|综合|总?成绩|准考证|报名|回执|数额|核定|备案表?|方案|变更|更正|结果|公告|公示|通知|."
)


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


@register.filter
def title_lines(title: str, room: int = TITLE_LINE) -> SafeString:
    """A title in lines of nearly equal length that break no word, the way 公文 titles are set; `room` characters fit on a line."""
    lines = -(-len(title) // room)
    ends = [0, *itertools.accumulate(map(len, _WHOLE.findall(title)))]
    wishes = [len(title) * line / lines for line in range(lines + 1)] if lines else []
    cuts = [min(ends, key=lambda end: abs(end - wish)) for wish in wishes]
    return format_html_join(mark_safe("<br>"), "{}", ((title[begin:end],) for begin, end in itertools.pairwise(cuts)))
