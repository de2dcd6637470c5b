"""What falls due in recruitment, for desks and reminders. Nothing here decides: every act compares with the clock itself."""

from collections.abc import Iterator

from bureaus.models import User
from policy.calendar import Deadline
from policy.powers import Role
from recruitment.models import Correction, Status


def upcoming(user: User) -> Iterator[Deadline]:
    """Everything that runs in this person's county, whether it is late yet or not."""
    corrections = Correction.objects.visible_to(user).open().filter(application__status=Status.RETURNED).select_related("application")
    for correction in corrections.order_by("due_at"):
        number = correction.application.number
        yield Deadline(f"correction:{correction.pk}", f"报名 {number}：补正截止", correction.due_at, Role.APPLICANT.value)
