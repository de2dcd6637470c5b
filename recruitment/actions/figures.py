"""Each day at the round's hour the numbers of every vacancy are written down for the public."""

from datetime import datetime

from django.db import transaction

from bureaus import clock
from bureaus.acts import action
from recruitment import pages
from recruitment.figures import by_vacancy
from recruitment.models import DailyFigure, Round
from recruitment.openings import BEFORE_REVIEW_ENDS


@action
def publish_figures(*, now: datetime) -> int:
    """Take the day's numbers of each round whose registration or review runs, once a day from its hour on; returns how many rounds."""
    today = clock.today(now)
    running = (
        Round.objects.announced()
        .filter(stage__in=BEFORE_REVIEW_ENDS, registration_opens_at__lte=now)
        .exclude(vacancies__figures__day=today)
    )
    due = [round for round in running.select_related("intake", "scheme") if _hour(now) >= round.scheme.number("figures_hour")]
    for round in due:
        DailyFigure.objects.bulk_create(
            (
                DailyFigure(vacancy_id=row["pk"], day=today, taken_at=now, applied=row["applied"], approved=row["passed"])
                for row in by_vacancy(round)
            ),
            ignore_conflicts=True,
        )
    if due:
        transaction.on_commit(pages.forget, robust=True)
    return len(due)


def _hour(now: datetime) -> int:
    return now.astimezone(clock.BEIJING).hour
