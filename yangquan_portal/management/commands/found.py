"""`manage.py found`: make an empty database ready for real work."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bureaus import clock
from bureaus.models import County, User
from yangquan_portal.founding import found


class Command(BaseCommand):
    """Enter the places and open the first account."""

    help = "在空数据库里录入五个县（区）、43 个司法所和工作日历，开立系统管理员账号，打印一次性的初始密码。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="系统管理员的用户名")
        parser.add_argument("name", help="系统管理员的姓名")

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists() or County.objects.exists():
            raise CommandError("数据库里已经有内容，没有改动；账号请由系统管理员在后台开立。")
        password = found(username=options["username"], name=options["name"], now=clock.now())
        self.stdout.write(f"系统管理员 {options['username']} 的初始密码是 {password}\n只显示这一次，首次登录须修改。")
