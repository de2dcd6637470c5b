"""Fill the portal's database for the measurement, and count the SQL of both pages; prints one JSON object.

`announce` makes the counties and the round; `fill` adds the applications.
"""

import json
import sys
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - settings come first
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench import rows  # noqa: E402
from bench.counting import queries, registration, sign_in  # noqa: E402
from bureaus import clock, outbox  # noqa: E402
from bureaus.models import User  # noqa: E402
from recruitment.models import Application, PublicNotice, Round  # noqa: E402

QUEUE = "/desk/applications/"


def announce() -> dict[str, Any]:
    call_command("migrate", verbosity=0)
    _, notice = rows.announce(clock.now())
    return {"sql": {"page": queries(_page(notice)), "queue": 0}}


def fill() -> dict[str, Any]:
    round, notice = Round.objects.select_related("scheme", "intake", "county").get(), PublicNotice.objects.get()
    clerk = User.objects.get(username="yx-jingban")
    now = clock.now()
    rows.fill(round, now, number=1)
    one = queries(QUEUE, user=clerk)
    rows.fill(round, now, start=1, number=rows.MANY - 1)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {
        "page": _page(notice),
        "queue": QUEUE,
        "cookie": sign_in(clerk),
        "sql": {"page": queries(_page(notice)), "queue": queries(QUEUE, user=clerk), "queue one": one, "registration": registration(round)},
        "round": round.pk,
        "vacancy": round.vacancies.all()[0].code,
        "rows": rows.as_plain(notice),
    }


def count() -> dict[str, Any]:
    """How many live applications there are now, and how many people and receipt numbers among them."""
    numbers = list(Application.objects.exclude(number=None).values_list("number", "id_hash"))
    return {"rows": len(numbers), "people": len({person for _, person in numbers}), "numbers": [number for number, _ in numbers]}


def _page(notice: PublicNotice) -> str:
    return f"/notices/{notice.pk}/"


settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
with outbox.nobody_woken():
    told = {"announce": announce, "fill": fill, "count": count}[sys.argv[1]]()
json.dump(told, sys.stdout)
