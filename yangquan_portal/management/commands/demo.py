"""`manage.py demo`: fill an empty database with a demonstration, and say who can sign in to it."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from bureaus import clock, outbox
from bureaus.models import County, User
from yangquan_portal.story.demonstration import PASSWORD, accounts, demonstrate


class Command(BaseCommand):
    """Show the portal with synthetic people, all marked 演示."""

    help = "在空数据库里建立演示数据（全部为虚构人员），并列出演示账号。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="数据库里已有内容时什么也不做")
        parser.add_argument("--accounts", action="store_true", help="只列出演示账号")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["accounts"]:
            if is_empty():
                with outbox.nobody_woken(), transaction.atomic():
                    demonstrate(now=clock.now())
                for queue in outbox.Queue:
                    outbox.wake(queue)
            elif not options["if_empty"]:
                raise CommandError("数据库里已经有内容，演示数据只能建在空数据库里；没有改动任何内容。")
        self.say(as_json=options["json"])

    def say(self, *, as_json: bool) -> None:
        rows = [asdict(account) for account in accounts()]
        if as_json:
            self.stdout.write(json.dumps({"password": PASSWORD, "accounts": rows}, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(f"{row['username']:<14} {row['county']} {row['role']} {row['name']}")
        if rows:
            self.stdout.write(f"密码都是 {PASSWORD}")


def is_empty() -> bool:
    """Whether nobody has put anything here yet."""
    return not User.objects.exists() and not County.objects.exists()
