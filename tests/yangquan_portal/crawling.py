"""Following the links: every page that one person of the demonstration comes to, an address each."""

from collections import Counter
from html import unescape
from re import findall
from urllib.parse import urljoin

from django.test import Client
from django.urls import Resolver404, resolve

from bureaus.models import User

LISTS = 4  # a list is met under so many filters: the first may show nothing
SESSION = {"account_logout", "preferences"}  # would end or change the session that follows the links


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def follow(client: Client, start: str = "/start/", *, outside: frozenset[str]) -> tuple[dict[str, str], dict[str, int]]:
    """Follow every link, but none `outside` (what is public leads visitors on their own way).

    Returns the first address met of each page, and what refused its own reader, with the status.
    A form is not sent; that its address takes no GET refuses nobody.
    """
    met: dict[str, str] = {}
    refused: dict[str, int] = {}
    seen: set[str] = set()
    waiting, ways = [start], Counter[str]()
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address, follow=True)
        if answer.status_code not in (200, 405):
            refused[address] = answer.status_code
        if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
            continue
        here = answer.request["PATH_INFO"]
        for written in findall(r'(?:href|action)="([^"#]+)"', answer.text):
            found = urljoin(here, unescape(written))
            try:
                page = resolve(found.partition("?")[0])
            except Resolver404:
                continue
            if page.view_name in {*SESSION, *outside} or found in seen or ways[page.view_name] >= (1 if page.kwargs else LISTS):
                continue
            ways[page.view_name] += 1
            seen.add(found)
            met.setdefault(page.view_name, found)
            waiting.append(found)
    return met, refused


def names_a_row(address: str) -> bool:
    """Whether an address carries a number or a code."""
    return any(map(str.isdigit, address.partition("?")[0]))
