"""`@action`: what makes a function a verb of the portal."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from bureaus import audit

P = ParamSpec("P")
R = TypeVar("R")


def action(verb: Callable[P, R]) -> Callable[P, R]:
    """Run `verb` in one transaction and write its audit events as the last statement of the outermost verb."""

    @wraps(verb)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        with audit.gathering():
            return verb(*args, **kwargs)

    return inner
