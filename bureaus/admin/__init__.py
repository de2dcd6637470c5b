"""The operator's desk: counties, offices, staff accounts, the working-day calendar, work that has stopped."""

from bureaus.admin.people import StaffDesk
from bureaus.admin.places import CountyDesk, JudicialOfficeDesk
from bureaus.admin.work import JOBS, CalendarDesk, StoppedWorkDesk

__all__ = ["JOBS", "CalendarDesk", "CountyDesk", "JudicialOfficeDesk", "StaffDesk", "StoppedWorkDesk"]
