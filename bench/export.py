"""The queue of ten thousand as xlsx: `portal` by the page that people press, `bare` by a plain openpyxl writer over the bare table.

Prints seconds and by how many MiB the process grew at its highest, as one JSON object.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from io import BytesIO

import django

django.setup()

COLUMNS = ("number", "name", "id_last4", "born_on", "education", "major", "office", "preference", "status", "submitted_at")


def bare() -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - each project loads its own

    from bench.bare.models import Row  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet("queue")
    sheet.append(COLUMNS)
    for row in Row.objects.order_by("submitted_at").values_list(*COLUMNS).iterator():
        sheet.append([str(value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def portal() -> bytes:
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from bureaus.models import User  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.get(username="yx-jingban"))
    client.get("/desk/applications/?q=nobody")  # what only a process's first request loads
    return measured(lambda: client.get("/desk/applications/export/?state=waiting").content)


def measured(write: Callable[[], bytes]) -> bytes:
    before, began = _highest(), time.perf_counter()
    content = write()
    told = {"seconds": time.perf_counter() - began, "mib": (_highest() - before) / 1024, "bytes": len(content)}
    json.dump(told, sys.stdout)
    return content


def _highest() -> int:
    """KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    os.environ.setdefault("DEMO", "1")
    if sys.argv[1] == "portal":
        portal()
    else:
        from openpyxl import Workbook  # noqa: F401 - loaded before the clock starts

        measured(bare)
