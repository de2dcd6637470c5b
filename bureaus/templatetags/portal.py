"""Filters and tags of every page: days and instants, state words, masked numbers, icons, QR codes, exports."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import segno
from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from policy.identity import mask

register = template.Library()

WEEKDAYS = "一二三四五六日"

# Which colour and mark a state word wears. One word, one look, on every page; a word that is not here stays grey with a ring.
TONES = {
    "good": """
        通过 已通过 合格 符合 可以报名 已完成 已提交 已确认 已签收 已领取 已送达 已发布 已公布 已会签 已备案 准予备案
        已签订 已签约 已确定 已答复复核 已解决 已办结 聘用 已聘用 生效中 履行中 有效 达标 优秀 称职 在岗 已核定
    """,
    "warn": """
        待补正 退回补正 退回修改 已退回 待上报 待解决 有问题 待核 待核对 待人工核对 待复核 待复查 待确认 待会签 待签字 待签发 等本人签字
        待述职 待司法所评分 待定等次 待审定 待签收 复核中 即将截止 少于4人 未办结 暂定 缺考 放弃 基本称职 需修订 待核定
    """,
    "bad": """
        不通过 未通过 不合格 不符合 暂不符合 填写有误 不称职 已截止 逾期 已逾期 违纪 零分 已取消资格 已撤销 已解聘 发送失败
    """,
    "live": """
        报名中 填写中 待审核 审核中 审查中 资格审查 笔试 笔试中 面试 面试中 考察 考察中 体检 体检中 考核 签订合同
        待参加 待办 待备案 已上报 进行中 协调中 试用期内 待到岗
    """,
    "posted": "公示 公示中",
}
_TONE_OF = {word: tone for tone, words in TONES.items() for word in words.split()}

STAGE_WORDS = {"done": "已完成", "current": "正在进行", "future": "尚未开始", "stopped": "已终止", "skipped": "不适用"}


def _calendar_day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日（星期{WEEKDAYS[value.weekday()]}）"


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """2024年4月12日（星期五）, never split over lines. An instant is read in Beijing time."""
    if not value:
        return ""
    # A SimpleLazyObject is an instance of what it stands for but does not do arithmetic: localtime() unwraps it.
    local = localtime(value).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), _calendar_day(local))


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """2024年4月12日（星期五）18:00 in Beijing time, with seconds only where there are any."""
    if not value:
        return ""
    local = localtime(value)
    written = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    return format_html('<time datetime="{}">{}{}</time>', local.isoformat(timespec="seconds"), _calendar_day(local.date()), written)


@register.filter
def ending(value: datetime | None) -> SafeString | str:
    """The end of a window, as `moment` writes it; midnight is 24:00 of the day that ends, as letters and papers say."""
    if not value:
        return ""
    local = localtime(value)
    if (local.hour, local.minute, local.second) != (0, 0, 0):
        return moment(value)
    written = _calendar_day((local - timedelta(days=1)).date())
    return format_html('<time datetime="{}">{}24:00</time>', local.isoformat(timespec="seconds"), written)


@register.filter
def clock(value: datetime | None) -> SafeString | str:
    """14:03, for things of today."""
    if not value:
        return ""
    local = localtime(value)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), local.strftime("%H:%M"))


@register.filter
def instant(value: datetime) -> str:
    """The instant as ISO 8601, for data attributes that scripts read."""
    return localtime(value).isoformat(timespec="milliseconds")


@register.filter
def remaining(until: datetime, now: datetime) -> str:
    """还剩 3 天 7 小时 42 分; portal.js counts on from here."""
    seconds = int((localtime(until) - localtime(now)).total_seconds())
    if seconds <= 0:
        return "已截止"
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes = rest // 60
    if days:
        return f"还剩 {days} 天 {hours} 小时 {minutes} 分"
    if hours:
        return f"还剩 {hours} 小时 {minutes} 分"
    return f"还剩 {minutes} 分 {rest % 60} 秒"


@register.filter
def masked_id(number: str | None) -> SafeString | str:
    """1403**********4123."""
    return format_html('<span class="number">{}</span>', mask(number)) if number else ""


@register.filter
@lru_cache(maxsize=256, typed=True)  # a list shows few words many times; typed, since what is safe must stay apart from what is not
def state_tag(word: str, tone: str = "") -> SafeString | str:
    """A state as word, colour and mark. The word picks the tone; give one (good warn bad live posted) for a word of your own."""
    if not word:
        return ""
    return format_html('<span class="tag {}">{}</span>', tone or _TONE_OF.get(str(word), "plain"), word)


@register.filter
def stage_word(state: str) -> str:
    """What a timeline's mark means, for those who do not see it."""
    return STAGE_WORDS.get(state, "")


@register.filter
def unstopped(text: str) -> str:
    """What somebody typed, without the full stop it may end with, where the page sets its own."""
    return text.rstrip().removesuffix("。")


@register.filter
def weight(size: int) -> str:
    """A file's size as a reader knows it: 86 KB, 1.4 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


@register.filter
def lost_files(field: BoundField) -> str:
    """The names of files that were chosen in a form which comes back: a browser never keeps them. Blank where none was chosen."""
    if not field.form.is_bound or not field.field.widget.needs_multipart_form:
        return ""
    chosen = field.data if isinstance(field.data, list) else [field.data]
    return "、".join(file.name for file in chosen if getattr(file, "name", ""))


@register.filter
def yuan(amount: Decimal | None) -> str:
    """1,200,000.00; an amount that is not known stays empty."""
    return "" if amount is None or amount == "" else f"{amount:,.2f}"


@register.filter
def qr(text: str, label: str = "本页二维码") -> SafeString:
    """The text as a QR code in inline SVG, drawn here: nothing is asked of anyone else."""
    svg = segno.make(text, error="m", micro=False).svg_inline(svgclass="qr", lineclass=None, omitsize=True)
    return format_html('<span role="img" aria-label="{}">{}</span>', label, SafeString(svg))


@register.simple_tag
def icon(name: str) -> SafeString:
    """One line icon of icons.svg; it always stands beside its word, so it is hidden from readers."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("portal/icons.svg"), name)


@register.inclusion_tag("portal/_export.html")
def export(name: str, *args: Any, query: str = "", label: str = "导出 Excel", small: bool = False, **asked: Any) -> dict[str, Any]:
    """The link to a table's export and, beside it, the one to the choice of its columns.

    The list's filter is `query`, as its address has it, or is given by name: `year=year`.
    """
    url, kept = reverse(name, args=args), "&".join(filter(None, [query.removeprefix("?"), urlencode(asked)]))
    return {
        "url": f"{url}?{kept}" if kept else url,
        "choose": f"{url}?{kept}&columns=choose" if kept else f"{url}?columns=choose",
        "label": label,
        "small": small,
    }
