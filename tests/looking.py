"""Holding a page to the bar: nothing for axe to find, no rule skipped, and nothing wider than the screen."""

from datetime import datetime

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from bureaus import clock
from bureaus.models import ClockShift, User
from ops import place

AXE = (place.ROOT / "tests/vendor/axe.min.js").read_text(encoding="utf-8")
PICTURES = place.ROOT / "build/shots"
WIDER = "wider than the screen"


def faults(page: Page, picture: str = "") -> list[str]:
    """What is wrong with a page as it stands, each with its place; `picture` names one to leave in `build/shots` for whoever wants to look.

    axe comes in through the debugger, so that the page's own policy stays as it is.
    """
    if picture:
        path = PICTURES / f"{picture}-{page.evaluate('innerWidth')}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.evaluate("scrollTo(0, 0)")  # what sticks to the window would stand in the middle of the picture
        page.screenshot(path=path, full_page=True)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    # axe would copy the admin's @import into a <style> of its own, which the page's policy refuses.
    found = page.evaluate(
        "async options => (await axe.run(options)).violations"
        ".map(fault => fault.id + ': ' + fault.nodes.map(node => node.target.join(' ')).join(', ')).sort()",
        {"preload": "/admin/" not in page.url},
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
