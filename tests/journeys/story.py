"""What a journey's chapters share: the portal and its clock, everybody's window, and where things were put."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

import redis
from PIL import Image, ImageDraw
from playwright.sync_api import Page

from bureaus.clock import BEIJING
from policy.identity import check_digit
from tests.journeys.actors import PASSWORD, Person
from tests.portal import OwnPortal
from yangquan_portal import addresses

PHONE = 375
DESK = 1280


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """An instant of 2026 in Beijing."""
    return datetime(2026, month, day, hour, minute, tzinfo=BEIJING)


@dataclass
class Applicant:
    """Somebody who applies; nobody has this number."""

    name: str
    phone: str
    born_on: str
    sequence: str
    script: bool = True  # whether the browser runs any
    application: str = ""
    ticket: str = ""

    @property
    def id_number(self) -> str:
        first17 = f"140322{self.born_on}{self.sequence}"
        return first17 + check_digit(first17)


@dataclass
class Story:
    """One portal, its clock, and the people in front of it."""

    portal: OwnPortal
    open_page: Callable[..., Page]
    places: dict[str, str] = field(default_factory=dict)
    applicants: dict[str, Applicant] = field(default_factory=dict)
    _windows: dict[str, Person] = field(default_factory=dict)
    _signed_in: set[str] = field(default_factory=set)

    def clock_reads(self, moment: datetime) -> None:
        """Move web, workers and beat together. By then everybody has been signed out and no page is kept in the cache any more."""
        self.portal.execute(
            "INSERT INTO bureaus_clockshift (id, shift) VALUES (1, %s - clock_timestamp())"
            " ON CONFLICT (id) DO UPDATE SET shift = excluded.shift",
            moment,
        )
        redis.Redis.from_url(addresses.redis(self.portal.env["REDIS_URL"]).cache).flushdb()
        self._signed_in.clear()

    def tick(self) -> None:
        """What beat asks for every minute."""
        self.portal.do("yangquan_portal.tasks.tick")

    def visitor(self, *, width: int = DESK) -> Person:
        """Somebody without an account."""
        name = f"visitor at {width}"
        if name not in self._windows:
            self._windows[name] = Person(self.portal, self.open_page(width=width, base_url=self.portal.url), width=width)
        return self._windows[name]

    def window(self, login: str, *, width: int = DESK, script: bool = True) -> Person:
        """A window of somebody's own, not signed in."""
        if login not in self._windows:
            page = self.open_page(width=width, base_url=self.portal.url, script=script)
            self._windows[login] = Person(self.portal, page, login, PASSWORD, width)
        return self._windows[login]

    @property
    def windows(self) -> list[Person]:
        """Everybody's window that is open."""
        return list(self._windows.values())

    def changes_device(self, key: str) -> None:
        """From here on an applicant sits at another window, one that runs scripts."""
        self._windows.pop(self.applicants[key].phone)
        self._signed_in.discard(self.applicants[key].phone)

    def person(self, login: str, *, width: int = DESK) -> Person:
        """Somebody signed in since the clock was last moved."""
        person = self.window(login, width=width)
        if login not in self._signed_in:
            person.sign_in()
            self._signed_in.add(login)
        return person

    def applicant(self, key: str) -> Person:
        return self.person(self.applicants[key].phone, width=PHONE)

    @property
    def clerk(self) -> Person:
        return self.person("yx-jingban")

    @property
    def second(self) -> Person:
        return self.person("yx-fuhe")

    @property
    def head(self) -> Person:
        return self.person("yx-fuzeren")

    @property
    def hr(self) -> Person:
        return self.person("yx-renshe")

    @property
    def city(self) -> Person:
        return self.person("city")

    @property
    def stranger(self) -> Person:
        """The clerk of another county."""
        return self.person("pd-jingban")

    def newest_code(self, *, before: int) -> str:
        """The six digits of the newest letter that has left since there were `before` of them."""
        deadline = time.monotonic() + 20
        while len(letters := self.portal.letters()) <= before:
            assert time.monotonic() < deadline, "no letter with a code"
            time.sleep(0.1)
        found = re.search(r"\b(\d{6})\b", letters[-1])
        assert found, "no code in the newest letter"
        return found.group(1)

    def waits_until(self, question: str, *, within: float = 30) -> None:
        """Until the database answers the question with something true."""
        deadline = time.monotonic() + within
        while not self.portal.query(question)[0][0]:
            assert time.monotonic() < deadline, question
            time.sleep(0.2)


def picture(width: int = 600, height: int = 840) -> bytes:
    """A portrait as a phone would take it: JPEG, larger than needed."""
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).ellipse((width // 3, height // 4, 2 * width // 3, 3 * height // 5), fill="#c9a58c")
    content = BytesIO()
    image.save(content, "JPEG", quality=80)
    return content.getvalue()
