"""What `policy` is asked about an application: its facts, its window, what the roster tells, the verdict."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, Protocol

from policy.eligibility import for_track, preferences_for, preferred
from policy.people import BirthWindow, Candidate, Education
from policy.rules import Effect, Rule, Verdict, judge
from recruitment.models import Application, Profile, Round, Status
from staffing.models import Auxiliary

_FACTS = frozenset(field.name for field in fields(Candidate))


def rules_of(round: Round) -> tuple[Rule, ...]:
    """The conditions and bars of the round's track."""
    return for_track(round.intake.track)


def asked(round: Round) -> tuple[Rule, ...]:
    """What the declaration page asks: citizenship, and each case in which a person must not be taken, unless other facts settle it."""
    return tuple(rule for rule in rules_of(round) if rule.key == "citizenship" or (rule.effect is Effect.BARS and _is_declared(rule)))


def asked_of(application: Application) -> tuple[Rule, ...]:
    """What this person is asked: what the county's roster tells already is shown, not asked again."""
    told = told_by(listed(application), application.round)
    return tuple(rule for rule in asked(application.round) if rule.state(Candidate(**told)) is None)


def prefers(round: Round) -> tuple[Rule, ...]:
    """What comes first among equal scores in the round's track; nothing in internal selection."""
    return preferences_for(round.intake.track)


def listed(application: Application) -> Auxiliary | None:
    """The roster's row by which this person may apply in internal selection: of the round's county, as of the round's day.

    A draft is looked up by the number on the profile; what is submitted rests on the row it was submitted on.
    """
    if application.round.is_internal and application.auxiliary is None and application.applicant.pk and application.status == Status.DRAFT:
        profile = Profile.objects.filter(person=application.applicant_id).first()
        application.auxiliary = None if profile is None else on_roster(application.round, profile.id_hash)
    return application.auxiliary


def on_roster(round: Round, id_hash: str) -> Auxiliary | None:
    """Who stands on the roster of the round's county on the day the round says."""
    as_of = round.scheme.experience_as_of
    return (
        None
        if as_of is None
        else Auxiliary.objects.on_roster(round.county_id, as_of).filter(id_hash=id_hash).select_related("office").first()
    )


def told_by(row: Auxiliary | None, round: Round) -> dict[str, Any]:
    """The facts that a roster's row tells of somebody; what it leaves open is not among them."""
    if row is None:
        return {}
    as_of = round.scheme.experience_as_of
    serves = (
        row.county_id == round.county_id
        and as_of is not None
        and row.first_day <= as_of
        and (row.last_day is None or row.last_day >= as_of)
    )
    told = {
        "serves_county_bureau": serves,
        "education": None if row.education is None else Education(row.education),
        "trainee": row.trainee,
        "retired_or_on_unpaid_leave": row.retired_or_on_unpaid_leave,
        "insurance_stuck": _not(row.insurance_movable),
        "party_member": row.party_member,
        "party_file_stuck": _not(row.party_file_movable),
    }
    return {fact: value for fact, value in told.items() if value is not None}


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


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
    graduated_on: date | None
    registered_in_yangquan: bool | None
    lives_in_yangquan: bool | None
    has_legal_qualification: bool | None
    studied_law: bool | None
    served_in_justice: bool | None
    declared: Mapping[str, bool]
    auxiliary_id: int | None


STATED = tuple(Stated.__annotations__)


def stated(facts: Stated, round: Round, row: Auxiliary | None = None) -> Candidate:
    """The facts as the round's rules look at them, the roster's before the person's own. What is not stated stays unknown."""
    said = Candidate(
        born_on=facts.born_on,
        window=birth_window(round),
        as_of=round.scheme.age_as_of,
        citizen=facts.declared.get("citizenship"),
        registered_in_yangquan=facts.registered_in_yangquan,
        lives_in_yangquan=facts.lives_in_yangquan,
        education=None if facts.education is None else Education(facts.education),
        graduated_on=facts.graduated_on,
        educated_by=round.scheme.education_as_of,
        has_legal_qualification=facts.has_legal_qualification,
        studied_law=facts.studied_law,
        served_in_justice=facts.served_in_justice,
        **{key: value for key, value in facts.declared.items() if key in _FACTS},
    )
    return replace(said, **told_by(row, round)) if row is not None else said


def candidate(application: Application) -> Candidate:
    """The facts an application states."""
    return stated(application, application.round, listed(application))


def verdict(application: Application, answers: Mapping[str, bool] | None = None) -> Verdict:
    """Hold the round's rules against the application; a reviewer's answers fill only what its facts leave open."""
    return judge(rules_of(application.round), candidate(application), answers)


def is_preferred(application: Application) -> bool:
    """Whether 四(二)1(8) puts this person first among equal scores. Unproved is not preferred."""
    return bool(prefers(application.round)) and preferred(candidate(application)) is True
