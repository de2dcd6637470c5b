"""Between services that run and a portal that serves: tables, demonstration data, accounts; all in one process of Django's.

Prints the demonstration accounts on standard output, and nothing else there.
"""

import os
import sys

import django
from django.conf import settings
from django.core.management import call_command


def main() -> None:
    """Bring the database up to date and, where this is a demonstration, fill an empty one and tell its accounts."""
    call_command("migrate", verbosity=0, stdout=sys.stderr)
    if settings.DEMO:
        call_command("demo", if_empty=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangquan_portal.settings")
    os.environ["LOG_LEVEL"] = "WARNING"  # this goes to the terminal, where only what needs a person belongs
    os.environ["STATEMENT_TIMEOUT"] = "0"  # a change of tables may take longer than any page may
    django.setup()
    main()
