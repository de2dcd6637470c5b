"""What every page about one round finds first and shows around its own content."""

from typing import Any

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.urls import reverse

from bureaus.requests import SignedInRequest
from recruitment.models import Round


def find_round(request: SignedInRequest, pk: int) -> Round:
    """The round if this person may see it, with what every page reads of it; 404 otherwise."""
    rounds = Round.objects.visible_to(request.user).select_related("county", "intake", "scheme")
    return get_object_or_404(rounds, pk=pk)


def framed(round: Round, here: str, *between: tuple[str, str], **content: Any) -> dict[str, Any]:
    """The round and the way to this page: all rounds, this one, then `between` as (label, url)."""
    trail = [("招聘", reverse("recruitment:rounds")), (round.title, reverse("recruitment:round", args=[round.pk])), *between]
    return {"round": round, "trail": trail, "here": here, **content}


def told(problem: Exception) -> str:
    """What a refusal says, also where the refusing is a model's own and speaks of several fields."""
    return "".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)
