"""The verbs of who is who, of phone codes, and of the inbox and outbox."""

from bureaus.actions.accounts import (
    change_account,
    change_password,
    drop_second_factor,
    leave_service,
    open_account,
    renew_password,
    take_up_service,
)
from bureaus.actions.codes import confirm_code, register, reset_password, send_code
from bureaus.actions.letters import read_letter, retry
from bureaus.actions.places import close_office, enter_county, enter_office, import_calendar, rename_office

__all__ = [
    "change_account",
    "change_password",
    "close_office",
    "confirm_code",
    "drop_second_factor",
    "enter_county",
    "enter_office",
    "import_calendar",
    "leave_service",
    "open_account",
    "read_letter",
    "register",
    "rename_office",
    "renew_password",
    "reset_password",
    "retry",
    "send_code",
    "take_up_service",
]
