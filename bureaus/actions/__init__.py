"""The verbs of who is who, of phone codes, and of the inbox and outbox."""

from bureaus.actions.accounts import change_account, change_password, drop_second_factor, open_account, renew_password
from bureaus.actions.codes import confirm_code, register, reset_password, send_code
from bureaus.actions.letters import read_letter, retry
from bureaus.actions.places import enter_county, enter_office, import_calendar

__all__ = [
    "change_account",
    "change_password",
    "confirm_code",
    "drop_second_factor",
    "enter_county",
    "enter_office",
    "import_calendar",
    "open_account",
    "read_letter",
    "register",
    "renew_password",
    "reset_password",
    "retry",
    "send_code",
]
