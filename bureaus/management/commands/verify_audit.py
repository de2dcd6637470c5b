"""`manage.py verify_audit`: walk the audit trail's chain and name the first link that does not hold."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bureaus import audit
from bureaus.models import AuditEvent


class Command(BaseCommand):
    help = "核对操作记录是否完整、没有被改动；有问题时指出第一条。"

    def handle(self, *args: Any, **options: Any) -> None:
        broken = audit.verify()
        if broken is not None:
            raise CommandError(f"操作记录第 {broken.number} 条：{broken.fault}。")
        last = AuditEvent.objects.order_by("-number").values_list("number", "digest").first()
        if last is None:
            self.stdout.write("还没有操作记录。")
        else:
            self.stdout.write(f"操作记录共 {last[0]} 条，逐条核对无误。最后一条的校验值：{last[1]}")
