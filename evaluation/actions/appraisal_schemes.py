"""The appraisal template of a county: filled in by the clerk, confirmed by the head, frozen."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from bureaus import audit, outbox
from bureaus.access import require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import County, User
from evaluation.models import AppraisalScheme
from policy.appraisal_way import SETTINGS, SUGGESTED_VETO_LINES, problems, read_vetoes
from policy.powers import Power, Role


@action
def begin_appraisal_scheme(*, county: County, by: User, now: datetime) -> AppraisalScheme:
    """Open the next edition, with the numbers of the one before, or those suggested."""
    require(by, Power.APPRAISAL_PREPARE)
    if by.county_id != county.pk:
        raise Impossible("只能填报本县（区）的考核模板。")
    last = AppraisalScheme.objects.filter(county=county).order_by("-edition").first()
    scheme = AppraisalScheme(county=county, edition=(last.edition if last else 0) + 1, entered_by=by, saved_at=now)
    for key in SETTINGS if last else ():
        setattr(scheme, key, getattr(last, key))
    scheme.vetoes = last.vetoes if last else _stored(SUGGESTED_VETO_LINES)
    scheme.save()
    audit.record(by=by, verb="begin_appraisal_scheme", about=scheme, at=now, edition=scheme.edition)
    return scheme


@action
def save_appraisal_scheme(
    *, scheme: AppraisalScheme, numbers: Mapping[str, int | Decimal | None], vetoes: str, by: User, seen: int, now: datetime
) -> AppraisalScheme:
    """Keep the numbers. Saving takes back an offer: nobody confirms what moves.

    :raises Impossible: with what cannot stand.
    """
    scheme = _open(scheme, Power.APPRAISAL_PREPARE, by, seen)
    if found := problems(numbers):
        raise Impossible("".join(found.values()))
    for key in SETTINGS:
        setattr(scheme, key, numbers[key])
    scheme.vetoes = _stored(vetoes)
    scheme.entered_by, scheme.saved_at, scheme.offered_at = by, now, None
    _save(scheme)
    audit.record(by=by, verb="save_appraisal_scheme", about=scheme, at=now, version=scheme.version)
    return scheme


@action
def offer_appraisal_scheme(*, scheme: AppraisalScheme, by: User, seen: int, now: datetime) -> AppraisalScheme:
    """Lay it before the head."""
    scheme = _open(scheme, Power.APPRAISAL_PREPARE, by, seen)
    scheme.offered_at, scheme.return_reason = now, ""
    _save(scheme)
    heads = User.objects.filter(county=scheme.county_id, role=Role.COUNTY_HEAD, is_active=True)
    outbox.tell_each("appraisal_scheme_offered", [(head, scheme, {}) for head in heads], due=now, occasion=str(scheme.version))
    audit.record(by=by, verb="offer_appraisal_scheme", about=scheme, at=now, version=scheme.version)
    return scheme


@action
def confirm_appraisal_scheme(*, scheme: AppraisalScheme, by: User, seen: int, now: datetime) -> AppraisalScheme:
    """The head confirms; from now on it is frozen, and periods are opened by it.

    :raises OneHand: if the same person filled it in.
    """
    scheme = _open(scheme, Power.APPRAISAL_CONFIRM, by, seen)
    require_another(by, scheme.entered_by)
    if scheme.offered_at is None:
        raise Impossible("经办人还没有提交，暂不能审定。")
    scheme.confirmed_by, scheme.confirmed_at = by, now
    _save(scheme)
    audit.record(by=by, verb="confirm_appraisal_scheme", about=scheme, at=now, version=scheme.version)
    return scheme


@action
def return_appraisal_scheme(*, scheme: AppraisalScheme, reason: str, by: User, seen: int, now: datetime) -> AppraisalScheme:
    """Give it back to the clerk, with the reason."""
    scheme = _open(scheme, Power.APPRAISAL_CONFIRM, by, seen)
    if scheme.offered_at is None:
        raise Impossible("经办人还没有提交，不需要退回。")
    if not reason.strip():
        raise Impossible("请写明退回的理由，经办人才知道改哪里。")
    scheme.offered_at, scheme.return_reason = None, reason.strip()
    _save(scheme)
    outbox.tell("appraisal_returned", to=scheme.entered_by, about=scheme, due=now, occasion=str(scheme.version), reason=reason.strip())
    audit.record(by=by, verb="return_appraisal_scheme", about=scheme, at=now, version=scheme.version)
    return scheme


def _open(scheme: AppraisalScheme, power: Power, by: User, seen: int) -> AppraisalScheme:
    scheme = AppraisalScheme.objects.select_related("county", "entered_by").locked(scheme.pk, seen=seen)
    require(by, power, about=scheme)
    if scheme.confirmed_at is not None:
        raise Impossible("考核模板已经审定，不能再改。如需调整，请另起新的一版。")
    return scheme


def _save(scheme: AppraisalScheme) -> None:
    scheme.version += 1
    scheme.save()


def _stored(vetoes: str) -> list[dict[str, str]]:
    try:
        return [{"key": veto.key, "title": veto.title, "cap": veto.cap.value} for veto in read_vetoes(vetoes)]
    except ValueError as problem:
        raise Impossible(str(problem)) from problem
