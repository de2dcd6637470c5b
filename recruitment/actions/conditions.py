"""附条件通过: the first reviewer notes a transfer under way, another person sees it finished; until then no contract is signed."""

from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model

from bureaus import audit, clock, outbox
from bureaus.access import require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import User
from bureaus.naming import named
from documents.uploads import Accept, receive
from policy.conditions import condition_problem
from policy.powers import Power
from recruitment import eligibility
from recruitment.conditions import why_not
from recruitment.models import Application, Condition, Status
from staffing import actions as staffing

SOON = timedelta(days=7)


@action
def note_condition(
    *,
    application: Application,
    rule: str,
    confirmed_by: str,
    confirmation: UploadedFile,  # type: ignore[type-arg]
    due_on: date,
    by: User,
    seen: int,
    now: datetime,
) -> Condition:
    """Note that a transfer is confirmed in writing and unfinished, before the opinion is entered; the second reviewer reads it.

    What the facts settle stays settled: whoever cannot transfer is not taken.
    """
    application = _locked(application, seen)
    require(by, Power.REVIEW, about=application)
    if reason := why_not(application):
        raise Impossible(reason)
    if rule not in {each.key for each in eligibility.rules_of(application.round)}:
        raise Impossible("这一项不是本次招聘的条件，不能附条件通过。")
    if problem := condition_problem(rule, confirmed_by=confirmed_by, due_on=due_on, today=clock.today(now)):
        raise Impossible(problem)
    if rule in {finding.rule.key for finding in eligibility.verdict(application).failed}:
        raise Impossible("已经认定不能转移，不能附条件通过。")
    condition = Condition.objects.create(
        application=application,
        rule=rule,
        confirmed_by=confirmed_by.strip(),
        confirmation=receive(confirmation, by=by, now=now, accept=Accept.PAPER),
        due_on=due_on,
        noted_by=by,
        noted_at=now,
    )
    application.version += 1
    application.save(update_fields=["version"])
    outbox.tell("condition_noted", to=application.applicant, about=application, due=now, occasion=rule, condition=condition)
    audit.record(by=by, verb="note_condition", about=application, at=now, rule=rule, due_on=due_on)
    return condition


@action
def meet_condition(*, condition: Condition, proof: UploadedFile, by: User, now: datetime) -> Condition:  # type: ignore[type-arg]
    """Another person than who noted it has seen the proof: the condition is met, and no longer stands on the contract."""
    application = _locked(condition.application)
    condition = Condition.objects.select_related("noted_by").select_for_update(of=("self",)).get(pk=condition.pk)
    require(by, Power.REVIEW_CONFIRM, about=application)
    require_another(by, condition.noted_by)
    if condition.met_at is not None:
        raise Impossible("这一项条件已经办结。")
    condition.proof = receive(proof, by=by, now=now, accept=Accept.PAPER)
    condition.met_by, condition.met_at = by, now
    condition.save(update_fields=["proof", "met_by", "met_at"])
    staffing.state_condition(reference=named(application), words=open_conditions(application), by=by, now=now)
    audit.record(by=by, verb="meet_condition", about=application, at=now, rule=condition.rule)
    return condition


@action
def remind_of_conditions(*, now: datetime) -> int:
    """Tell person and clerk a week before a condition is due, and again when it is late: each once. Nothing is decided by it."""
    today = clock.today(now)
    running = Condition.objects.open().filter(due_on__lte=today + SOON, application__status=Status.ACTIVE)
    due = list(running.select_related("application__applicant", "application__round__county", "noted_by"))
    for condition in due:
        occasion = f"{condition.rule}:{'late' if condition.due_on < today else 'soon'}"
        people = (condition.application.applicant, condition.noted_by)
        letters: list[tuple[User, Model, dict[str, object]]] = [
            (person, condition.application, {"condition": condition}) for person in people
        ]
        outbox.tell_each("condition_due", letters, due=now, occasion=occasion)
    return len(due)


def open_conditions(application: Application) -> str:
    """What is still to be met, as it stands on the contract; blank when nothing is."""
    return "；".join(condition.words for condition in application.conditions.open())


def _locked(application: Application, seen: int | None = None) -> Application:
    return Application.objects.select_related("round__county", "round__intake", "round__scheme", "applicant").locked(
        application.pk, seen=seen
    )
