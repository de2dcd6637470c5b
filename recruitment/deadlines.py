"""What falls due in recruitment, for desks and reminders. Nothing here decides: every act compares with the clock itself."""

from collections.abc import Iterator

from bureaus.models import User
from policy.calendar import Deadline
from policy.conditions import clause
from policy.powers import Role
from recruitment.models import Condition, Correction, OpeningDecision, Round, Status


def upcoming(user: User) -> Iterator[Deadline]:
    """Everything that runs in this person's county, whether it is late yet or not."""
    corrections = Correction.objects.visible_to(user).open().filter(application__status=Status.RETURNED).select_related("application")
    for correction in corrections.order_by("due_at"):
        number = correction.application.number
        yield Deadline(f"correction:{correction.pk}", f"报名 {number}：补正截止", correction.due_at, Role.APPLICANT.value)
    conditions = Condition.objects.visible_to(user).open().filter(application__status=Status.ACTIVE).select_related("application")
    for condition in conditions.order_by("due_on"):
        title = f"报名 {condition.application.number}：{condition.get_rule_display()}办结"
        yield Deadline(f"condition:{condition.pk}", title, condition.due_on, Role.COUNTY_CLERK.value, clause(condition.rule))
    rounds = Round.objects.visible_to(user).filter(finished_at=None)
    switches = OpeningDecision.objects.filter(vacancy__round__in=rounds, switch_until__isnull=False, switch_told_at=None)
    for decision in switches.select_related("vacancy__line__office").order_by("switch_until"):
        if decision.switch_until is not None:
            title = f"{decision.vacancy.line.office}：改报截止"
            yield Deadline(f"switch:{decision.pk}", title, decision.switch_until, Role.APPLICANT.value)
