"""Words that notices and letters of recruitment share."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from bureaus.access import holds
from bureaus.models import User
from policy.powers import Power
from policy.revocation import REVOCATION
from policy.revocation import TITLE as REVOKED
from policy.tracks import TRACKS
from recruitment.figures import SMALL, public

register = template.Library()

NUMERALS = "零一二三四五六七八九十"
_TITLES = {key: stage.title for track in TRACKS.values() for key, stage in track.every_stage.items()} | {REVOCATION: REVOKED}


@register.filter
def may(user: User, power: str) -> bool:
    """Whether the reader holds a power, so that no link leads to a page that refuses them."""
    return holds(user, Power(power))


@register.filter
def told(number: int | None) -> str:
    """A number of people as everybody may read it; a dash where none was told yet."""
    if number is None:
        return "—"
    return public(number) if number < SMALL else f"{number} 人"


@register.filter
def stage_title(key: str) -> str:
    """The title of a stage; a key has one title in both tracks."""
    return _TITLES.get(key, key)


@register.filter
def dated(value: date | datetime | None) -> SafeString | str:
    """2024年3月20日, or with the time 2024年3月20日9:00, as a 公文 writes it and never broken over lines."""
    if not value:
        return ""
    if isinstance(value, datetime):
        local = localtime(value)
        return format_html('<span class="nowrap">{}年{}月{}日{}:{}</span>', local.year, local.month, local.day, local.hour, f"{local:%M}")
    return format_html('<span class="nowrap">{}年{}月{}日</span>', value.year, value.month, value.day)


@register.filter
def dated_day(value: datetime) -> SafeString | str:
    """The day of an instant, as a 公文 writes it."""
    return dated(localtime(value).date())


@register.filter
def minute(value: datetime) -> str:
    """4月12日18:00, for a letter that has few places."""
    local = localtime(value)
    return f"{local.month}月{local.day}日{local:%H:%M}"


@register.filter
def numeral(number: int) -> str:
    """1 to 10 as 一 to 十, for the levels of a 公文."""
    return NUMERALS[number]
