"""`manage.py rehearse`: a synthetic round through every stage, in a database and a folder of its own."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from bureaus import outbox
from yangquan_portal.story.rehearsal import FEWEST, rehearse_public


class Command(BaseCommand):
    """Rehearse a round before it is real."""

    help = "用虚构人员把一次招聘从公告走到签约，只在自己的临时数据库里进行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--track", choices=["public"], required=True, help="public 面向社会公开招聘")
        parser.add_argument("--applicants", type=int, required=True, help=f"报名人数，不少于 {FEWEST}")
        parser.add_argument("--seed", type=int, default=2024, help="同一种子，结果相同")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["applicants"] < FEWEST:
            raise CommandError(f"报名人数不少于 {FEWEST}，否则有的岗位没有足够的人走完各个环节。")
        with place_of_its_own(), outbox.nobody_woken():
            report = rehearse_public(applicants=options["applicants"], seed=options["seed"]).as_json()
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        for stage, people in report["counts"].items():
            self.stdout.write(f"{stage:<14} 仍在 {people} 人，用时 {report['seconds'][stage]} 秒")
        self.stdout.write(f"聘用 {report['hires']} 人；审计链{'完整' if report['audit_ok'] else '有断点'}")


@contextmanager
def place_of_its_own() -> Iterator[None]:
    """A fresh database beside the given one, and a folder for files; both are gone afterwards."""
    given, media = connection.settings_dict["NAME"], settings.MEDIA_ROOT
    connection.settings_dict["TEST"]["NAME"] = f"rehearsal_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        settings.MEDIA_ROOT = Path(folder)
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(given, verbosity=0)
            settings.MEDIA_ROOT = media
