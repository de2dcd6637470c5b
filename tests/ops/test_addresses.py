"""The two services' addresses."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from yangquan_portal import addresses


def test_a_database_on_a_socket_is_named_by_its_folder():
    read = addresses.database("postgres://portal@//run/user/1000/portal/db")
    assert (read["USER"], read["HOST"], read["PORT"], read["NAME"]) == ("portal", "/run/user/1000/portal", "", "db")


def test_a_database_on_the_network_may_have_a_password_with_any_sign_and_options():
    read = addresses.database("postgresql://clerk:p%40ss%2Fword@db.internal:5433/portal?sslmode=require")
    assert read["PASSWORD"] == "p@ss/word"
    assert (read["HOST"], read["PORT"], read["NAME"], read["OPTIONS"]) == ("db.internal", "5433", "portal", {"sslmode": "require"})


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgres://portal@localhost:5432", "postgres://portal@localhost/"])
def test_another_address_is_refused_with_an_example(url):
    with pytest.raises(ImproperlyConfigured, match="例如 postgres://"):
        addresses.database(url)


@pytest.mark.parametrize(
    ("url", "broker", "cache"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/1"),
        ("rediss://:pw@cache:6380", "rediss://:pw@cache:6380/0", "rediss://:pw@cache:6380/1"),
        ("redis+socket:///run/v.sock", "redis+socket:///run/v.sock?virtual_host=0", "unix:///run/v.sock?db=1"),
        ("unix:///run/v.sock?db=4", "redis+socket:///run/v.sock?virtual_host=4", "unix:///run/v.sock?db=5"),
    ],
)
def test_queues_and_cache_use_neighbouring_numbers_of_one_server(url, broker, cache):
    server = addresses.redis(url)
    assert (server.broker, server.cache) == (broker, cache)
