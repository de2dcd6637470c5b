"""考核 of internal selection as it is read: whose opinion is there, the office's beside the bureau's, and what five marks come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from bureaus.models import User
from policy.appraisal import DIMENSIONS, total
from policy.powers import Role
from policy.scheme import dimension_weights
from recruitment.models import Application, Opinion, Recusal, Round, ScoreSheet, Side, Status


def people_of(user: User) -> QuerySet[Application]:
    """Whom an office assesses: those of its own auxiliaries whose round is at the 考核; `is_related`: a declared relative."""
    if user.role != Role.OFFICE or user.office_id is None:
        return Application.objects.none()
    related = Recusal.objects.filter(application=OuterRef("pk"), staff=user)
    people = Application.objects.annotate(is_related=Exists(related)).filter(
        auxiliary__office=user.office_id, status=Status.ACTIVE, stage="assessment", round__stage="assessment"
    )
    return people.select_related(
        "round__scheme", "round__intake", "round__county", "vacancy__line__office", "auxiliary__office", "seat"
    ).order_by("round", "pk")


def office_opinions(people: Iterable[Application]) -> dict[int, Opinion]:
    """The offices' opinions by application."""
    found = Opinion.objects.filter(application__in=[person.pk for person in people], side=Side.OFFICE)
    return {opinion.application_id: opinion for opinion in found.select_related("entered_by")}


def comes_to(opinion: Opinion, round: Round) -> Decimal:
    """The total of an opinion by the announced weights."""
    return total({key: getattr(opinion, key) for key in dimension_weights(round.scheme.values)}, dimension_weights(round.scheme.values))


@dataclass(frozen=True)
class Standing:
    """How far the opinions of the offices have come in one round."""

    given: int
    owed: int
    missing: list[tuple[str, str]]


def opinions_of(user: User, round: Round) -> Standing:
    """Whose office has spoken, and who is waited for, as (name, place). Who serves in the bureau itself has no office to speak."""
    people = Application.objects.visible_to(user).at("assessment").filter(round=round, auxiliary__office__isnull=False)
    rows = list(people.select_related("auxiliary__office").order_by("pk"))
    there = office_opinions(rows)
    missing = [(row.name, row.auxiliary.place if row.auxiliary else "") for row in rows if row.pk not in there]
    return Standing(given=len(there), owed=len(rows), missing=missing)


def paper_forms(user: User, round: Round) -> list[dict[str, Any]]:
    """考核表 of everybody who is or was assessed in a round: who it is, the five sides with both opinions, what they come to."""
    sheet = ScoreSheet.objects.visible_to(user).filter(round=round, stage="assessment").order_by("-version").first()
    people = list(
        Application.objects.visible_to(user)
        .filter(round=round, seat__isnull=False)
        .select_related("auxiliary__office", "vacancy__line__office", "seat")
        .order_by("seat__ticket_number")
    )
    offices = office_opinions(people)
    bureau = {opinion.application_id: opinion for opinion in Opinion.objects.filter(score__sheet=sheet, side=Side.BUREAU)} if sheet else {}
    weights = dimension_weights(round.scheme.values)
    forms = []
    for person in people:
        office, own = offices.get(person.pk), bureau.get(person.pk)
        forms.append(
            {
                "person": person,
                "rows": [
                    (dimension.title, weights[key], getattr(office, key, None), getattr(own, key, None))
                    for key, dimension in DIMENSIONS.items()
                ],
                "office": office,
                "bureau": own,
                "office_total": comes_to(office, round) if office else None,
                "bureau_total": comes_to(own, round) if own else None,
            }
        )
    return forms


def beside(people: Iterable[Application]) -> dict[int, str]:
    """What the offices said, as the bureau reads it beside each name while it marks."""
    told = {}
    for pk, opinion in office_opinions(people).items():
        marks = "、".join(f"{dimension.title} {getattr(opinion, key)}" for key, dimension in DIMENSIONS.items())
        told[pk] = f"司法所：{marks}" + (f"；{opinion.words}" if opinion.words else "")
    return told


def lines_of(sheet: ScoreSheet) -> list[dict[str, Any]]:
    """The bureau's marks of everybody on a sheet, the office's beside them, and where the two differ."""
    scores = sorted(sheet.scores.all(), key=lambda score: score.application.seat.ticket_number)
    offices = office_opinions(score.application for score in scores)
    bureau = {opinion.application_id: opinion for opinion in Opinion.objects.filter(score__sheet=sheet, side=Side.BUREAU)}
    lines = []
    for score in scores:
        own, office = bureau.get(score.application_id), offices.get(score.application_id)
        said = comes_to(office, sheet.round) if office else None
        lines.append(
            {
                "score": score,
                "person": score.application,
                "marks": own.marks if own else [],
                "words": own.words if own else "",
                "office": office,
                "office_total": said,
                "differs": None if said is None or score.value is None else score.value - said,
            }
        )
    return lines
