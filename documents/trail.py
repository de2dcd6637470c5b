"""操作留痕 as a spreadsheet: the same events, found by the same filter."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bureaus.access import requires
from bureaus.clock import BEIJING
from bureaus.models import AuditEvent
from bureaus.naming import titled
from bureaus.requests import SignedInRequest
from bureaus.views.trail import act_of, asked_for, taken_by
from documents.exports import export, filter_words
from documents.spreadsheets import Column, Kind, Sheet, Table
from policy.powers import Power

SHEET = Sheet(
    "操作留痕",
    (
        Column("序号", "number", Kind.INTEGER, width=10),
        Column("时间", "at", width=20),
        Column("操作人", "by", width=14),
        Column("身份", "role", width=22),
        Column("操作", "act", width=24),
        Column("导出内容", "taken", width=40),
        Column("对象", "about", width=24),
        Column("县（区）", "county"),
    ),
)
AT_ONCE = 1000


@requires(Power.AUDIT_VIEW)
@require_safe
def audit_export(request: SignedInRequest) -> HttpResponse:
    """The events of the filter, newest first; read as they are written, since there may be very many."""
    form, events, wanted = asked_for(request)
    table = Table(SHEET, lambda: events.iterator(AT_ONCE), _line, count=events.count, long=True)
    return export(request, table, filename="操作留痕.xlsx", chosen=filter_words(form, wanted))


def _line(event: AuditEvent) -> dict[str, Any]:
    return {
        "number": event.number,
        "at": f"{event.at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}",
        "by": event.by.name if event.by else "系统",
        "role": event.by.get_role_display() if event.by else "",
        "act": act_of(event),
        "taken": taken_by(event) or None,
        "about": titled(event.about),
        "county": event.county.name if event.county else "",
    }
