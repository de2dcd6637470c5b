"""Holding a page to the bar: nothing for axe to find, no rule skipped, and nothing wider than the screen; and whoever sits before it."""

import os
from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.test import Client
from playwright.sync_api import FilePayload, Page

from bureaus import clock
from bureaus.models import ClockShift, User
from ops import place
from tests.staffing.factories import make_page

AXE = (place.ROOT / "tests/vendor/axe.min.js").read_text(encoding="utf-8")
PICTURES = place.ROOT / "build/shots"
WIDER = "wider than the screen"


def faults(page: Page, picture: str = "") -> list[str]:
    """What is wrong with a page as it stands, each with its place; under `PICTURES=1` the one named `picture` is left in `build/shots`.

    axe comes in through the debugger, so that the page's own policy stays as it is.
    """
    if picture and os.environ.get("PICTURES"):
        path = PICTURES / f"{picture}-{page.evaluate('innerWidth')}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.evaluate("scrollTo(0, 0)")  # what sticks to the window would stand in the middle of the picture
        page.screenshot(path=path, full_page=True)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    # No style sheet is fetched again (the rules that run need none), and only what is wrong is written out.
    found = page.evaluate(
        "async options => (await axe.run(options)).violations"
        ".map(fault => fault.id + ': ' + fault.nodes.map(node => node.target.join(' ')).join(', ')).sort()",
        {"preload": False, "resultTypes": ["violations"]},
    )
    return [*found, *([WIDER] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else [])]


def enter(page: Page, site: str, user: User) -> Page:
    """Sit down as somebody who has signed in already. Nothing moves: a colour half-way through its change is nobody's contrast."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page.emulate_media(reduced_motion="reduce")
    return page


def move_to(moment: datetime) -> None:
    """Put the portal's clock at a moment."""
    ClockShift.objects.all().delete()
    ClockShift.objects.create(pk=1, shift=moment - clock.now())


def attachment(name: str) -> FilePayload:
    """A photographed page, as a browser takes it."""
    return {"name": f"{name}.png", "mimeType": "image/png", "buffer": make_page()}


class Desk:
    """One person's window: each act gives the desk back, so that a story reads on."""

    def __init__(self, page: Page, site: str, user: User, pictures: str) -> None:
        self.page, self.site, self.user, self.pictures = page, site, user, pictures
        self.sit()

    def sit(self) -> Self:
        """Sign in: at first, and again when the clock has gone on past the end of a session."""
        enter(self.page, self.site, self.user)
        return self

    def go(self, path: str) -> Self:
        self.page.goto(path)
        return self

    def press(self, words: str) -> Self:
        self.page.get_by_role("button", name=words).click()
        return self

    def follow(self, words: str) -> Self:
        self.page.get_by_role("link", name=words).first.click()
        return self

    def sees(self, words: str) -> Self:
        self.page.get_by_text(words).first.wait_for()
        return self

    def fills(self, **values: Any) -> Self:
        """What was typed, by the name of its field; a day goes into its three boxes."""
        for name, value in values.items():
            parts = enumerate((value.year, value.month, value.day)) if isinstance(value, date) else ()
            for box, text in [(f"{name}_{box}", part) for box, part in parts] or [(name, value)]:
                self.page.fill(f"[name={box}]", str(text))
        return self

    def chooses(self, **values: str) -> Self:
        """A radio button each, by the name of its field and its value."""
        for name, value in values.items():
            self.page.check(f'[name={name}][value="{value}"]')
        return self

    def attaches(self, *names: str) -> Self:
        for name in names:
            self.page.set_input_files(f"[name={name}]", attachment("演示材料"))
        return self

    def tick(self, *names: str) -> Self:
        for name in names:
            self.page.get_by_role("checkbox", name=f"勾选{name}").check()
        return self

    def refused(self, path: str) -> Self:
        """The page is not theirs."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 403, path
        return self

    def look(self, name: str) -> Self:
        """At both widths: a picture, nothing wider than the screen, nothing that axe objects to."""
        before = self.page.viewport_size
        for width in (375, 1280):
            self.page.set_viewport_size({"width": width, "height": 900})
            assert faults(self.page, f"{self.pictures}/{name}") == [], name
        if before is not None:
            self.page.set_viewport_size(before)
        return self
