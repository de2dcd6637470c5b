"""How often a page asks the database, leaving out what every page's frame asks (session, account, clock, unread letters) and the one
record that every export leaves in the audit trail."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

FRAME = re.compile(r'(SELECT .*? FROM|UPDATE) "(django_session|bureaus_user|bureaus_message)"|SELECT clock_timestamp|SAVEPOINT|RELEASE')
RECORD = re.compile(r'SELECT number, digest FROM bureaus_audit_head|INSERT INTO "bureaus_auditevent"')


def queries_of(client, url):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    own = [query["sql"] for query in asked if not FRAME.match(query["sql"])]
    recording = [sql for sql in own if RECORD.match(sql)]
    assert len(recording) in (0, 2)  # the chain's head and one line, however many rows went out
    return len(own) - len(recording)
