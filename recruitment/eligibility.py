"""What `policy` is asked about an application: its facts, its window, the verdict."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Protocol

from policy.eligibility import for_track, preferred
from policy.people import BirthWindow, Candidate, Education
from policy.rules import Effect, Rule, Verdict, judge
from recruitment.models import Application, Round

_FACTS = frozenset(field.name for field in fields(Candidate))


def rules_of(round: Round) -> tuple[Rule, ...]:
    """The conditions and bars of the round's track."""
    return for_track(round.intake.track)


def asked(round: Round) -> tuple[Rule, ...]:
    """What the declaration page asks: citizenship, and each case in which a person must not be taken, unless other facts settle it."""
    return tuple(rule for rule in rules_of(round) if rule.key == "citizenship" or (rule.effect is Effect.BARS and _is_declared(rule)))


def _is_declared(rule: Rule) -> bool:
    """Whether the person's own word is a fact of the rule, or the first thing a reviewer looks at where no fact settles it."""
    return rule.by_hand or rule.key in _FACTS


def birth_window(round: Round) -> BirthWindow | None:
    """The window the announcement prints; it alone decides. None until the scheme has one."""
    scheme = round.scheme
    return BirthWindow(scheme.birth_from, scheme.birth_to) if scheme.birth_from and scheme.birth_to else None


class Stated(Protocol):
    """The facts somebody states, by the names they have in an application."""

    born_on: date | None
    education: int | None
    registered_in_yangquan: bool | None
    lives_in_yangquan: bool | None
    has_legal_qualification: bool | None
    studied_law: bool | None
    served_in_justice: bool | None
    declared: Mapping[str, bool]


STATED = tuple(Stated.__annotations__)


def stated(facts: Stated, round: Round) -> Candidate:
    """The facts as the round's rules look at them. What is not stated stays unknown."""
    return Candidate(
        born_on=facts.born_on,
        window=birth_window(round),
        as_of=round.scheme.age_as_of,
        citizen=facts.declared.get("citizenship"),
        registered_in_yangquan=facts.registered_in_yangquan,
        lives_in_yangquan=facts.lives_in_yangquan,
        education=None if facts.education is None else Education(facts.education),
        has_legal_qualification=facts.has_legal_qualification,
        studied_law=facts.studied_law,
        served_in_justice=facts.served_in_justice,
        **{key: value for key, value in facts.declared.items() if key in _FACTS},
    )


def candidate(application: Application) -> Candidate:
    """The facts an application states."""
    return stated(application, application.round)


def verdict(application: Application, answers: Mapping[str, bool] | None = None) -> Verdict:
    """Hold the round's rules against the application; a reviewer's answers fill only what its facts leave open."""
    return judge(rules_of(application.round), candidate(application), answers)


def is_preferred(application: Application) -> bool:
    """Whether 四(二)1(8) puts this person first among equal scores. Unproved is not preferred."""
    return preferred(candidate(application)) is True
