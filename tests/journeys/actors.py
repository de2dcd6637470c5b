"""People in front of a browser: they sign in through the sign-in page, read, fill in and press what a page offers."""

import re
import time
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO


import pypdfium2
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from ops import place
from tests.portal import OwnPortal

AXE = (place.ROOT / "tests/vendor/axe.min.js").read_text(encoding="utf-8")
PICTURES = place.ROOT / "build" / "journey"
WIDTHS = (1280, 375)
PASSWORD = "yanshi-Yangquan-9"
PDF_WITHIN = 120  # seconds: the worker may be typesetting other papers


@dataclass
class Person:
    """One person with a browser window of their own."""

    portal: OwnPortal
    page: Page
    login: str
    password: str = PASSWORD
    width: int = 1280
    looked: set[str] = field(default_factory=set)

    def sign_in(self) -> "Person":
        """Through the sign-in page; a session that has run out is begun anew."""
        self.page.context.clear_cookies()
        self.go("/account/login/")
        self.fill("手机号码或用户名", self.login)
        self.fill("密码", self.password)
        self.press("登录")
        assert "/account/login/" not in self.page.url, self.text()
        return self

    def go(self, path: str) -> "Person":
        response = self.page.goto(path)
        assert response is not None
        assert response.status == 200, f"{path} answered {response.status}"
        return self

    def refused(self, path: str, status: int) -> None:
        """The address answers with this status and shows nothing else."""
        response = self.page.goto(path)
        assert response is not None
        assert response.status == status

    def fill(self, label: str, value: str) -> "Person":
        self._labelled(label).fill(value)
        return self

    def fill_day(self, group: str, *numbers: int) -> "Person":
        """A date or an instant in boxes: 年 月 日 (时 分)."""
        boxes = self.page.get_by_role("group", name=group).locator("input[type=text]")
        for place_, number in enumerate(numbers):
            boxes.nth(place_).fill(str(number))
        return self

    def choose(self, group: str, option: str) -> "Person":
        """One of several radio buttons."""
        self.page.get_by_role("group", name=group).get_by_label(option, exact=True).check()
        return self

    def select(self, label: str, option: str) -> "Person":
        self._labelled(label).select_option(label=option)
        return self

    def tick(self, label: str) -> "Person":
        self.page.get_by_label(label).check()
        return self

    def upload(self, label: str, name: str, content: bytes, kind: str) -> "Person":
        self._labelled(label).set_input_files({"name": name, "mimeType": kind, "buffer": content})
        return self

    def press(self, name: str) -> "Person":
        """A button or a link that looks like one, by its words."""
        main, words = self.page.locator("main"), re.compile(f"^{name}")
        button = main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words))
        button.first.click()
        self.page.wait_for_load_state()
        return self

    def follow(self, name: str) -> "Person":
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        return self

    def sees(self, *sentences: str) -> "Person":
        for sentence in sentences:
            expect(self.page.locator("main")).to_contain_text(sentence)
        return self

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def look(self, name: str) -> "Person":
        """Take a picture at both widths, and let axe find nothing to complain of."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            assert not self.page.evaluate("document.documentElement.scrollWidth > innerWidth"), f"{name} is wider than {width}"
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
            assert self.violations() == [], f"{name} at {width}"
        self.page.set_viewport_size({"width": self.width, "height": 900})
        return self

    def violations(self) -> list[str]:
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))"
        )
        return list(found)

    def pdf(self, link: Locator) -> str:
        """Wait until the worker has typeset the paper behind a link, and read its text."""
        address = link.get_attribute("href")
        assert address
        deadline = time.monotonic() + PDF_WITHIN
        while True:
            answer = self.page.request.get(address if address.endswith(".pdf") else f"{address.rstrip('/')}.pdf")
            if answer.status == 200 and answer.headers["content-type"] == "application/pdf":
                return pdf_text(answer.body())
            assert time.monotonic() < deadline, f"{address} is not typeset: {answer.status}"
            time.sleep(0.5)

    def _labelled(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True).or_(self.page.get_by_label(re.compile(f"^{re.escape(label)}"))).first


def pdf_text(content: bytes) -> str:
    """The text of every page, without white space."""
    document = pypdfium2.PdfDocument(content)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in document))


def shift_clock(portal: OwnPortal, to: datetime) -> None:
    """Move web, worker and beat together."""
    portal.execute(
        "INSERT INTO bureaus_clockshift (id, shift) VALUES (1, %s - clock_timestamp()) ON CONFLICT (id) DO UPDATE SET shift = excluded.shift", to
    )


def code_for(portal: OwnPortal, *, before: int) -> str:
    """The six digits of the newest letter that has left since there were `before` of them."""
    deadline = time.monotonic() + 20
    while len(letters := portal.letters()) <= before:
        assert time.monotonic() < deadline, "no letter with a code"
        time.sleep(0.1)
    found = re.search(r"\b(\d{6})\b", letters[-1])
    assert found, "no code in the newest letter"
    return found.group(1)


def picture() -> bytes:
    """A portrait as a phone would take it: JPEG, larger than needed."""
    image = Image.new("RGB", (600, 840), "white")
    ImageDraw.Draw(image).ellipse((200, 220, 400, 500), fill="#c9a58c")
    content = BytesIO()
    image.save(content, "JPEG", quality=80)
    return content.getvalue()
