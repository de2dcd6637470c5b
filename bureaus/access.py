"""Who may do what: the powers table of `policy`, worn by staff views and asked again inside every action."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, Protocol

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from bureaus.models import User
from bureaus.prepared import Prepared
from policy.powers import Power, may

View = Callable[..., HttpResponse]


class Refused(PermissionDenied):
    """The person may not do this; the text says why."""


class OneHand(Refused):
    """Who entered something may not confirm it."""

    def __init__(self) -> None:
        super().__init__("录入人与复核人不能是同一人，请由另一位工作人员复核。")


class Reachable(Protocol):
    """A row whose model has a tenant queryset; one that knows declared relatives may have `is_relative_of`."""

    pk: Any


def requires(*powers: Power) -> Callable[[View], View]:
    """Let a view be opened by people who hold one of `powers`; everybody else gets 403."""

    def wear(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(holds(request.user, power) for power in powers):  # type: ignore[arg-type]
                raise PermissionDenied("您的账号没有这项权限。")
            return view(request, *args, **kwargs)

        guarded.powers = powers  # type: ignore[attr-defined]
        return guarded

    return wear


def asks_again(view: View) -> View:
    """Ask for the password (or the second factor) once more before a POST, where it was last given more than five minutes ago."""
    guarded: View = reauthentication_required(view, allow_get=True)
    return guarded


def holds(user: User, power: Power) -> bool:
    """Whether this person's role carries the power and the account is in use."""
    return bool(user.is_authenticated and user.is_active and may(user.role, power))


def require(by: User, power: Power, *, about: Any = None) -> None:
    """Refuse unless `by` holds `power`, reaches the row `about`, and is no declared relative of its person.

    :raises Refused: with the sentence for the person.
    """
    if not holds(by, power):
        raise Refused("您的账号没有这项权限，操作没有执行。")
    if about is None:
        return
    model: Any = type(about)
    if not _reaching(model)(by, about.pk):
        raise Refused("这项内容不属于您的管理范围，操作没有执行。")
    is_relative_of = getattr(about, "is_relative_of", None)
    if is_relative_of is not None and is_relative_of(by):
        raise Refused("您已申报与该报名人存在回避关系，不能办理此件。")


@cache
def _reaching(model: type[Any]) -> Prepared[[Any, int], int]:
    """Whether somebody reaches a row of the model: the row's key, or nothing."""

    def row(by: User, pk: int) -> QuerySet[Any, int]:
        keys: QuerySet[Any, int] = model.objects.visible_to(by).filter(pk=pk).order_by().values_list("pk", flat=True)
        return keys

    return Prepared(row)


def require_another(by: User, entered_by: User | None) -> None:
    """Refuse when the one who confirms is the one who entered.

    :raises OneHand:
    """
    if entered_by is None or by.pk == entered_by.pk:
        raise OneHand
