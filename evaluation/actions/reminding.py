"""What the clock says of contracts that run out: a letter at 90, 60 and 30 days to whoever has to move."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from bureaus import clock, outbox
from bureaus.acts import action
from bureaus.models import Message, User
from bureaus.naming import named
from evaluation.models import Departure, Renewal, Ruling
from policy.contracts import REMINDER_DAYS, reminder_step
from policy.powers import Role
from staffing.models import Contract

LETTER = "contract_runs_out"


@action
def remind_of_expiring(*, now: datetime) -> int:
    """Tell the county's clerks, or its heads where an opinion waits for them, of each contract that runs out undecided; returns how many.

    Once for a contract and a step, however often or late this runs; after a pause the step that is due now, not those before it.
    """
    today = clock.today(now)
    decisions = Renewal.objects.filter(contract=OuterRef("pk"))
    proposed = Exists(decisions.filter(state=Ruling.PROPOSED))
    due = Contract.objects.in_being(today).filter(
        ~Exists(decisions.filter(state=Ruling.CONFIRMED)),
        ~Exists(Departure.objects.filter(contract=OuterRef("pk"), state=Ruling.CONFIRMED)),
        ends_on__lte=today + timedelta(days=max(REMINDER_DAYS)),
    )
    found = list(due.select_related("assistant", "county").annotate(proposed=proposed).order_by("pk"))
    if not found:
        return 0
    accounts = User.objects.filter(
        county__in={row.county_id for row in found}, role__in=[Role.COUNTY_CLERK, Role.COUNTY_HEAD], is_active=True
    )
    people: dict[tuple[int | None, str], list[User]] = {}
    for user in accounts:
        people.setdefault((user.county_id, user.role), []).append(user)
    steps = {row.pk: reminder_step(row.ends_on, today) for row in found if row.ends_on is not None}
    keys = {row.pk: f"{named(row)}:{steps[row.pk]}" for row in found}
    told = set(Message.objects.filter(recipient__in=accounts, letter=LETTER, about__in=keys.values()).values_list("about", flat=True))
    reminded = 0
    for row in found:
        waits: bool = row.proposed  # type: ignore[attr-defined]  # annotated
        readers = people.get((row.county_id, Role.COUNTY_HEAD if waits else Role.COUNTY_CLERK), [])
        if keys[row.pk] in told or not readers:
            continue
        words: dict[str, object] = {"proposed": waits, "over": row.ends_on is not None and row.ends_on < today}
        outbox.tell_each(LETTER, [(reader, row, words) for reader in readers], due=now, occasion=str(steps[row.pk]))
        reminded += 1
    return reminded
