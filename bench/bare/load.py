"""Make the bare project's tables and take its rows, as JSON, from standard input."""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.bare.settings"
django.setup()

from django.db import connection  # noqa: E402 - settings come first

from bench.bare.models import LogRow, Mark, Notice, Paper, Registration, Row  # noqa: E402

given = json.load(sys.stdin)
with connection.schema_editor() as editor:
    editor.create_model(LogRow)
    editor.create_model(Mark)
    editor.create_model(Notice)
    editor.create_model(Row)
    editor.create_model(Registration)
    editor.create_model(Paper)
if "notice" in given:
    Notice.objects.create(pk=given["notice"].pop("pk"), **given["notice"])
    Row.objects.bulk_create((Row(**row) for row in given["rows"]), batch_size=1000)
LogRow.objects.bulk_create(LogRow(**row) for row in given.get("log", []))
Mark.objects.bulk_create(Mark(**row) for row in given.get("grid", []))
