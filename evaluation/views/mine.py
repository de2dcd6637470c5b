"""Which assistant the signed-in person is."""

from django.db.models import F, QuerySet
from django.http import Http404

from bureaus.models import User
from bureaus.prepared import Prepared
from bureaus.requests import SignedInRequest
from staffing.models import Assistant


def find_mine(request: SignedInRequest) -> Assistant | None:
    """The person's row of the roster; who has served in two counties is the one of the newest posting."""
    return next(iter(_mine(request.user)), None)


def my_assistant(request: SignedInRequest) -> Assistant:
    """The same where a page makes no sense without: 404 for an account that stands on no roster."""
    mine = find_mine(request)
    if mine is None:
        raise Http404("您的账号还没有对应的花名册记录。")
    return mine


@Prepared
def _mine(user: User) -> QuerySet[Assistant]:
    rows = Assistant.objects.visible_to(user).select_related("county__daily_rules")
    return rows.order_by(F("postings__first_day").desc(nulls_last=True))[:1]
