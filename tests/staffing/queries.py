"""How often a page asks the database, leaving out what every page's frame asks (session, account, clock, unread letters)."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

FRAME = re.compile(r'(SELECT .*? FROM|UPDATE) "(django_session|bureaus_user|bureaus_message)"|SELECT clock_timestamp|SAVEPOINT|RELEASE')


def queries_of(client, url):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len([query for query in asked if not FRAME.match(query["sql"])])
