"""The two addresses that a monitor asks."""

import pytest


def test_livez_answers_without_a_database(client):
    assert client.get("/livez").content == b"ok\n"


@pytest.mark.django_db
def test_readyz_tells_the_state_of_every_part(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "正常", "queue": "正常", "clock": "正常"})
