"""From a template to the frozen text of a paper. A fact that is missing stops it: no paper is issued with a silent blank."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.template.backends.django import DjangoTemplates
from django.urls import reverse

from documents.models import OfficialPaper


class MissingFact(LookupError):
    """A template names a fact that the context does not hold; the text is the name."""


class _Stop(str):
    """What Django's engine puts where a variable is missing; formatting it with the variable's name stops the rendering."""

    __slots__ = ()

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __mod__(self, variable: object) -> str:
        raise MissingFact(str(variable))


@cache
def _engine() -> DjangoTemplates:
    options = {"string_if_invalid": _Stop("missing"), "autoescape": True, "context_processors": []}
    return DjangoTemplates({"NAME": "papers", "DIRS": settings.TEMPLATES[0]["DIRS"], "APP_DIRS": True, "OPTIONS": options})


def compose(paper: OfficialPaper, *, template: str, context: Mapping[str, Any]) -> str:
    """Return the paper's HTML; `paper` and `verify_at` are added to the context.

    :raises MissingFact: naming what the template asks for and the context does not hold.
    """
    return _engine().get_template(template).render({**context, "paper": paper, "verify_at": _verify_at(paper)})


def _verify_at(paper: OfficialPaper) -> str:
    """Where a phone that scans the paper arrives; empty where the portal has no public name."""
    domain = settings.SITE["domain"]
    return f"{'https' if settings.HTTPS else 'http'}://{domain}{reverse('documents:paper', args=[paper.code])}" if domain else ""
