"""Sessions in the database, as Django keeps them; every request of a signed-in person reads one, so the statement is built once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.functions import Now

from bureaus.prepared import Prepared


class SessionStore(db.SessionStore):
    """Django's own in everything but the reading."""

    def _get_session_from_db(self) -> Session | None:
        found = _session(self.session_key or "")
        if not found:
            self._session_key = None
        return found[0] if found else None


@Prepared
def _session(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=Now())
