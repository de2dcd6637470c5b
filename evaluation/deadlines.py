"""What falls due about contracts, for desks and reminders. Nothing here decides: every act compares with the clock itself."""

from collections.abc import Iterator
from datetime import date

from bureaus.models import User
from evaluation import radar
from evaluation.models import Departure
from policy.calendar import Deadline
from policy.contracts import expiry_deadlines
from policy.endings import departure_deadlines


def upcoming(user: User, today: date) -> Iterator[Deadline]:
    """Everything about contracts that runs within this person's reach, whether it is late yet or not."""
    yield from of_contracts(user, today)
    yield from of_departures(user)


def of_contracts(user: User, today: date) -> Iterator[Deadline]:
    """For each contract on which nobody has decided: when to hear the office, to propose, to decide and tell."""
    within = radar.contracts(user, today=today, stage=radar.Stage.OPEN)
    for row in radar.rows_of(within, today):
        last_day = row.contract.ends_on
        if last_day is not None:
            yield from expiry_deadlines(last_day, key=f"contract:{row.contract.pk}", name=f"{row.person}")


def of_departures(user: User) -> Iterator[Deadline]:
    """For each who has left and whose files are still here: when certificate and transfer are owed."""
    owing = Departure.objects.visible_to(user).owing().select_related("contract__assistant").order_by("last_day")
    for departure in owing:
        if departure.last_day is not None:
            yield departure_deadlines(departure.last_day, key=f"departure:{departure.pk}", name=f"{departure.contract.assistant}")[1]
