"""What the portal knows of each office on a day, as suggestions for the plan's grid, and where each number comes from."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from staffing.models import Establishment, PlanLine, Posting, QuotaPlan


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One office: its 编制情况, and how many 协理员 serve there who were not hired under this year's plan. The plan remains the record."""

    record: Establishment | None
    serving: int

    @property
    def words(self) -> str:
        """Where the numbers come from: 编制 3、实有 2、辅助 1（2024-03-01 起，盂编办〔2024〕3号）；在岗协理员 1."""
        told = []
        if self.record is not None:
            named = (("编制", self.record.established_posts), ("实有", self.record.in_post), ("辅助", self.record.auxiliary))
            numbers = "、".join(f"{name} {number}" for name, number in named if number is not None) or "数字未登记"
            source = f"，{self.record.source}" if self.record.source else ""
            told.append(f"{numbers}（{self.record.holds_from:%Y-%m-%d} 起{source}）")
        if self.serving:
            told.append(f"花名册在岗 {self.serving}")
        return "；".join(told)

    def differs(self, line: PlanLine) -> bool:
        """Whether the line holds another number than is known."""
        return any(getattr(line, name) not in (None, number) for name, number in self.numbers.items())

    @property
    def numbers(self) -> dict[str, int]:
        """What is known, by the name of the plan line's column."""
        known = {
            "established_posts": self.record.established_posts if self.record else None,
            "in_post": self.record.in_post if self.record else None,
            "serving_assistants": self.serving or None,  # nobody on the roster does not say that nobody serves
        }
        return {name: number for name, number in known.items() if number is not None}


class Suggestions(dict[int, Suggestion]):
    """By office; an office of which nothing is known suggests nothing."""

    def __missing__(self, office: int) -> Suggestion:
        return Suggestion(None, 0)


def suggestions(plan: QuotaPlan, day: date) -> Suggestions:
    """For every office of the plan's county. Who fills a place of this plan is counted there and not again as serving."""
    of_county = Establishment.objects.as_of(day).filter(office__county=plan.county_id)
    records: dict[int, Establishment] = {record.office_id: record for record in of_county}
    serving: dict[int, int] = dict(
        Posting.objects.filter(office__county=plan.county_id, first_day__lte=day)
        .not_ended(day)
        .exclude(assistant__contracts__line__plan__year=plan.year, assistant__contracts__signed_on__isnull=False)
        .order_by()
        .values_list("office")
        .annotate(Count("pk"))
    )
    return Suggestions({office: Suggestion(records.get(office), serving.get(office, 0)) for office in {*records, *serving}})
