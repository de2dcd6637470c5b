"""Looking for a person in a list: the filter lives in the address, but a name in it is sealed, so that no log and no history holds one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bureaus.sealing import WrongKey, seal, unseal

PLACE = "search"
SEALED = "~"


class Sought(forms.CharField):
    """What somebody is looked for by. It comes sealed from the address and is shown as it was typed; what cannot be opened is nothing."""

    def clean(self, value: Any) -> Any:
        return super().clean(_opened(value))

    def bound_data(self, data: Any, initial: Any) -> Any:
        return _opened(super().bound_data(data, initial))


def seals(*names: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a list be filtered by a POST, which is answered by the list's address with these fields sealed."""

    def wear(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return view(request, *args, **kwargs)
            asked = request.POST.copy()
            asked.pop("csrfmiddlewaretoken", None)
            for name in names:
                if text := asked.get(name, "").strip():
                    asked[name] = SEALED + seal(text.encode(), place=PLACE).decode()
            return redirect(f"{request.path}?{asked.urlencode()}")

        return guarded

    return wear


def _opened(value: Any) -> Any:
    if not isinstance(value, str) or not value.startswith(SEALED):
        return value
    try:
        return unseal(value.removeprefix(SEALED).encode(), place=PLACE).decode()
    except WrongKey:
        return ""
