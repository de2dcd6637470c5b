"""The three-valued engine: a condition is met, not met, or a person must answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

from policy.citation import Clause
from policy.people import Candidate

Test = Callable[[Candidate], bool | None]


class Effect(StrEnum):
    """What follows when a rule's test says yes: it is satisfied, it shuts the person out, or it breaks a tie."""

    REQUIRES = "requires"
    BARS = "bars"
    PREFERS = "prefers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One sentence of the document about a person: its words, its short title for a checklist, and the evidence that settles it."""

    key: str
    effect: Effect
    clause: Clause
    title: str
    evidence: str
    test: Test | None

    @property
    def by_hand(self) -> bool:
        """Whether no fact can settle it, so that a person always answers."""
        return self.test is None

    def state(self, candidate: Candidate) -> bool | None:
        """Return whether the facts meet the condition; None where they leave it open. A bar is met when it does not apply."""
        applies = self.test(candidate) if self.test else None
        if self.effect is Effect.BARS and applies is not None:
            return not applies
        return applies


def requires(key: str, ref: str, quote: str, test: Test | None = None, *, title: str, evidence: str) -> Rule:
    """A condition a person must meet."""
    return Rule(key=key, effect=Effect.REQUIRES, clause=Clause(ref, quote), title=title, evidence=evidence, test=test)


def bars(key: str, ref: str, quote: str, test: Test | None = None, *, title: str, evidence: str) -> Rule:
    """A case in which a person must not be taken; the test says whether it applies."""
    return Rule(key=key, effect=Effect.BARS, clause=Clause(ref, quote), title=title, evidence=evidence, test=test)


def prefers(key: str, ref: str, quote: str, test: Test, *, title: str, evidence: str) -> Rule:
    """A merit that counts between equal scores only; never part of a verdict."""
    return Rule(key=key, effect=Effect.PREFERS, clause=Clause(ref, quote), title=title, evidence=evidence, test=test)


def either(*facts: bool | None) -> bool | None:
    """Whether any holds: one yes is enough, and without a yes one unknown leaves it open."""
    if any(fact is True for fact in facts):
        return True
    return None if None in facts else False


def both(*facts: bool | None) -> bool | None:
    """Whether all hold: one no is enough against, and without a no one unknown leaves it open."""
    if any(fact is False for fact in facts):
        return False
    return None if None in facts else True


class Finding(NamedTuple):
    """One rule held against one candidate: True met, False not met, None a person must still answer."""

    rule: Rule
    state: bool | None
    by: Literal["fact", "person"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every finding, in the order of the rules."""

    findings: tuple[Finding, ...]

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The conditions not met."""
        return tuple(finding for finding in self.findings if finding.state is False)

    @property
    def open(self) -> tuple[Finding, ...]:
        """The conditions a person must still answer."""
        return tuple(finding for finding in self.findings if finding.state is None)

    @property
    def outcome(self) -> bool | None:
        """True when all are met, False as soon as one is not, None while only open ones are left."""
        return both(*(finding.state for finding in self.findings))


def judge(rules: Sequence[Rule], candidate: Candidate, answers: Mapping[str, bool] | None = None) -> Verdict:
    """Hold every rule against the candidate. A person's answers (key -> met) fill only what the facts leave open.

    So a reviewer corrects a fact, never a verdict.
    """
    said = answers or {}
    findings = []
    for rule in rules:
        state = rule.state(candidate)
        findings.append(Finding(rule, said.get(rule.key), "person") if state is None else Finding(rule, state, "fact"))
    return Verdict(tuple(findings))
