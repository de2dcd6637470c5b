"""Who is who, what happened, what was said to whom, which days are working days."""

from bureaus.models.codes import PhoneCode
from bureaus.models.days import CalendarDay, CalendarYear, ClockShift
from bureaus.models.letters import Message, OutboxItem
from bureaus.models.trail import AuditEvent
from bureaus.models.who import County, JudicialOffice, OfficeChange, User

__all__ = [
    "AuditEvent",
    "CalendarDay",
    "CalendarYear",
    "ClockShift",
    "County",
    "JudicialOffice",
    "Message",
    "OfficeChange",
    "OutboxItem",
    "PhoneCode",
    "User",
]
