"""`@action`: what makes a function a verb of the portal."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError

from bureaus import audit
from bureaus.guards import prevented_by

P = ParamSpec("P")
R = TypeVar("R")


def action(verb: Callable[P, R]) -> Callable[P, R]:
    """Run `verb` in one transaction and write its audit events as the last statement of the outermost verb.

    What the database refuses by a named constraint or a trigger of ours leaves as `guards.Prevented`, with its sentence.
    """

    @wraps(verb)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with audit.gathering():
                return verb(*args, **kwargs)
        except IntegrityError as error:
            raise prevented_by(error) or error from error.__cause__

    return inner


class Impossible(ValueError):
    """An act that the rules or the present state refuse; the text is the sentence for the person."""
