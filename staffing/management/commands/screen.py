"""`manage.py screen` as Django lists and calls it; from the terminal it is carried out before Django is loaded (ops/commands.py)."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from staffing.screening import command


class Command(BaseCommand):
    """Judge a sheet of people."""

    help = command.ABOUT
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        command.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if status := command.carry_out(options, out=self.stdout, err=self.stderr):
            sys.exit(status)
