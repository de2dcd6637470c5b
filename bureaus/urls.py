"""Addresses of sign-in, accounts, inbox, audit trail and the pages about the platform.

They have no namespace: django-allauth asks for `account_…` and `mfa_…` by these names. Of allauth's own pages only those that are
used here are reachable; accounts are opened and passwords reset by phone code, not by allauth's e-mail flows.
"""

from allauth.account import views as allauth_account
from django.urls import include, path

from bureaus.models import PhoneCode
from bureaus.views import account, codes, public, trail
from bureaus.views.sign_in import PasswordPage, SecondFactorPage

REGISTER, RESET = {"purpose": PhoneCode.Purpose.REGISTER}, {"purpose": PhoneCode.Purpose.RESET}

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/login/", PasswordPage.as_view(), name="account_login"),
    path("account/logout/", allauth_account.logout, name="account_logout"),
    path("account/password/", allauth_account.password_change, name="account_change_password"),
    path("account/confirm/", allauth_account.reauthenticate, name="account_reauthenticate"),
    path("account/register/", codes.ask_number, REGISTER, name="account_signup"),
    path("account/register/code/", codes.ask_code, REGISTER, name="account_signup_code"),
    path("account/register/password/", codes.set_password, REGISTER, name="account_signup_password"),
    path("account/reset/", codes.ask_number, RESET, name="account_reset_password"),
    path("account/reset/code/", codes.ask_code, RESET, name="account_reset_password_code"),
    path("account/reset/password/", codes.set_password, RESET, name="account_reset_password_set"),
    path("account/second-factor/authenticate/", SecondFactorPage.as_view(), name="mfa_authenticate"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("letters/", account.letters, name="letters"),
    path("letters/<int:pk>/", account.letter, name="letter"),
    path("audit/", trail.audit_trail, name="audit_trail"),
    path("about/powers/", public.powers, name="powers"),
    path("about/accessibility/", public.accessibility, name="accessibility"),
    path("about/privacy/", public.privacy, name="privacy"),
    path("about/sitemap/", public.sitemap, name="sitemap"),
    path("preferences/", public.preferences, name="preferences"),
]
