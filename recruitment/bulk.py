"""Passing many at once: what would happen to each of the chosen applications, and why not where nothing would."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bureaus.access import OneHand, holds
from bureaus.models import User
from bureaus.tenancy import Stale
from policy.powers import Power
from policy.rules import Rule
from recruitment import eligibility
from recruitment.models import Application, Entry, Status

MOST = 200
MOST_FIELDS = 900  # of one form: Django takes no more than a thousand

ENTER, CONFIRM = "enter", "confirm"


@dataclass(frozen=True)
class Candidate:
    """One chosen application. `act` is what passing it means, nothing where `why_not` says why it is left out."""

    application: Application
    seen: int
    act: str
    why_not: str
    entry: Entry | None
    open_rules: tuple[Rule, ...]

    @property
    def pk(self) -> int:
        return self.application.pk


def candidates(user: User, chosen: Mapping[int, int]) -> list[Candidate]:
    """Each application among `chosen` (key -> version on the screen) that this person may see, the longest waiting first."""
    rows = (
        Application.objects.visible_to(user)
        .submitted()
        .filter(pk__in=chosen)
        .select_related("round__intake", "round__scheme", "vacancy__line__office")
        .prefetch_related("recusals", "entries__entered_by")
        .order_by("submitted_at", "pk")
    )
    return [_candidate(user, row, chosen[row.pk]) for row in rows]


def _candidate(user: User, application: Application, seen: int) -> Candidate:
    entry = next((one for one in application.entries.all() if one.stage == "review"), None)
    verdict = eligibility.verdict(application, entry.answers if entry else None)
    open_rules = tuple(finding.rule for finding in verdict.open)
    why_not = ""
    if any(recusal.staff_id == user.pk for recusal in application.recusals.all()):
        why_not = "您已申报回避，由其他工作人员办理。"
    elif application.version != seen or (entry is not None and entry.seen != application.version):
        why_not = str(Stale())
    elif application.stage != "review" or application.status != Status.ACTIVE:
        why_not = "现在不在资格审查环节。"
    elif verdict.failed:
        why_not = f"自动核对不符合：{'、'.join(finding.rule.title for finding in verdict.failed)}。请单独办理。"
    elif entry is not None:
        why_not = _not_confirmed(user, entry, len(open_rules))
    elif not holds(user, Power.REVIEW):
        why_not = "还没有初审意见。"
    act = "" if why_not else CONFIRM if entry is not None else ENTER
    return Candidate(application, seen, act, why_not, entry, open_rules)


def _not_confirmed(user: User, entry: Entry, unanswered: int) -> str:
    if entry.word != "通过":
        return f"初审意见是“{entry.word}”，请单独办理。"
    if unanswered:
        return f"初审还有 {unanswered} 项没有核对，请单独办理。"
    if entry.entered_by_id == user.pk:
        return str(OneHand())
    return "" if holds(user, Power.REVIEW_CONFIRM) else "您的账号没有复核的权限。"


def columns(found: Iterable[Candidate]) -> list[Rule]:
    """The conditions that somebody has to answer for at least one of them, in the order of the rules."""
    asked: dict[str, Rule] = {}
    for one in found:
        if one.act == ENTER:
            asked.update({rule.key: rule for rule in one.open_rules})
    return list(asked.values())


def fitting(found: list[Candidate]) -> int:
    """How many of them one form can hold."""
    return min(MOST, MOST_FIELDS // (1 + len(columns(found))))
