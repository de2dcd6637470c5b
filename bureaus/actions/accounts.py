"""Verbs on accounts: open, change, give a new password, take a second factor away."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator

from bureaus import audit
from bureaus.access import require
from bureaus.acts import action
from bureaus.models import County, JudicialOffice, User
from bureaus.models.who import phone_hash
from policy.powers import Power, Role


@action
def open_account(
    *,
    username: str,
    name: str,
    role: Role,
    password: str | None,
    now: datetime,
    by: User | None = None,
    county: County | None = None,
    office: JudicialOffice | None = None,
    phone: str = "",
    phone_verified: bool = False,
    is_demo: bool = False,
    must_change_password: bool = False,
) -> User:
    """Open an account. Staff get theirs from the operator (`by`); applicants open their own (`by` None)."""
    if by is not None:
        require(by, Power.COUNTIES_MANAGE)
    user = User(
        username=username,
        name=name,
        role=role,
        county=county,
        office=office,
        phone=phone,
        phone_hash=phone_hash(phone) if phone else None,
        phone_verified=phone_verified,
        is_demo=is_demo,
        must_change_password=must_change_password,
        date_joined=now,
    )
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    audit.record(by=by or user, verb="open_account", about=user, at=now, role=role)
    return user


@action
def change_account(*, user: User, by: User, now: datetime, **changes: Any) -> User:
    """Change an account's name, role, county, office or whether it is in use; takes effect at the person's next request."""
    require(by, Power.COUNTIES_MANAGE)
    user = User.objects.locked(user.pk)
    for field, value in changes.items():
        setattr(user, field, value)
    user.full_clean(exclude=["password"])
    user.save()
    audit.record(by=by, verb="change_account", about=user, at=now, fields=sorted(changes))
    return user


@action
def change_password(*, user: User, password: str, now: datetime) -> User:
    """Give one's own account a new password; ends every other session of the account."""
    user = User.objects.locked(user.pk)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record(by=user, verb="change_password", about=user, at=now)
    return user


@action
def renew_password(*, user: User, password: str, by: User, now: datetime) -> User:
    """Replace somebody's password by an initial one, which must be changed at the next sign-in."""
    require(by, Power.COUNTIES_MANAGE, about=user)
    user = User.objects.locked(user.pk)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    audit.record(by=by, verb="renew_password", about=user, at=now)
    return user


@action
def drop_second_factor(*, user: User, by: User, now: datetime) -> User:
    """Take a lost second factor off an account; its owner sets up a new one after the next sign-in."""
    require(by, Power.COUNTIES_MANAGE, about=user)
    user = User.objects.locked(user.pk)
    Authenticator.objects.filter(user=user).delete()
    audit.record(by=by, verb="drop_second_factor", about=user, at=now)
    return user


@action
def take_up_service(*, user: User, by: User, now: datetime) -> User:
    """An applicant's own account becomes an assistant's; one that is anything else stays as it is. The room above asked its power."""
    return _turn(user, Role.APPLICANT, Role.ASSISTANT, "take_up_service", by, now)


@action
def leave_service(*, user: User, by: User | None, now: datetime) -> User:
    """An assistant's account becomes an applicant's again; one that is anything else stays as it is. The room above asked its power."""
    return _turn(user, Role.ASSISTANT, Role.APPLICANT, "leave_service", by, now)


def _turn(user: User, before: Role, after: Role, verb: str, by: User | None, now: datetime) -> User:
    user = User.objects.locked(user.pk)
    if user.role == before:
        user.role = after
        user.save(update_fields=["role"])
        audit.record(by=by, verb=verb, about=user, at=now)
    return user
