"""What somebody's appraisals came to, for who decides on a contract."""

from datetime import date

from evaluation.models import Appraisal
from policy.appraisal import Grade
from policy.appraisal_way import Cycle
from staffing.models import Assistant


def grades_of(assistant: Assistant, first_day: date, last_day: date) -> list[Grade]:
    """Return the final grades of the 年度 appraisals whose days reach into these, the oldest first; what is not final is left out."""
    sheets = Appraisal.objects.filter(
        assistant=assistant,
        final_at__isnull=False,
        period__cycle=Cycle.YEAR.value,
        period__first_day__lte=last_day,
        period__last_day__gte=first_day,
    )
    return [Grade(grade) for grade in sheets.order_by("period__first_day").values_list("grade", flat=True)]
