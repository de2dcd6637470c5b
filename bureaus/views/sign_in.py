"""django-allauth's two sign-in pages inside our frame."""

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView


class OurSite:
    """allauth calls the host name `site`; in our frame that word is the owner's identity."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        del context["site"]
        return context


class PasswordPage(OurSite, LoginView):
    """User name or mobile number, and password."""


class SecondFactorPage(OurSite, AuthenticateView):
    """The code of the second factor, after the password."""
