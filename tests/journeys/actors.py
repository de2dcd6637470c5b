"""People in front of a browser: they sign in through the sign-in page, read, fill in and press what a page offers."""

import re
import time
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pypdfium2
from playwright.sync_api import Locator, Page, expect

from tests.looking import faults
from tests.portal import OwnPortal

WIDTHS = (1280, 375)
PASSWORD = "yanshi-Yangquan-9"
PDF_WITHIN = 120  # seconds: the worker may be typesetting other papers


@dataclass
class Person:
    """One person with a browser window of their own."""

    portal: OwnPortal
    page: Page
    login: str = ""
    password: str = PASSWORD
    width: int = 1280
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.asked.append(request.url))

    # ---- coming and going ----

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

    @property
    def path(self) -> str:
        """Where this person is."""
        return self.page.url.removeprefix(self.portal.url)

    # ---- acting ----

    def fill(self, label: str, value: str) -> "Person":
        self._labelled(label).fill(value)
        return self

    def fill_day(self, group: str, *numbers: int) -> "Person":
        """A date or an instant in boxes: 年 月 日 (时 分)."""
        boxes = self.page.get_by_role("group", name=group).locator("input[type=text]")
        for where, number in enumerate(numbers):
            boxes.nth(where).fill(str(number))
        return self

    def type_cells(self, first: str, *numbers: int) -> "Person":
        """Numbers into a grid from one cell on, by keyboard alone, Tab after each."""
        self._labelled(first).focus()
        for number in numbers:
            self.page.keyboard.type(str(number))
            self.page.keyboard.press("Tab")
        return self

    def choose(self, group: str, option: str) -> "Person":
        """One of several radio buttons."""
        self.page.get_by_role("group", name=group).get_by_role("radio", name=re.compile(f"^{re.escape(option)}")).check()
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

    def press(self, words: str) -> "Person":
        """A button or a link of the page's own part, by how its words begin."""
        self._pressable(words).first.click()
        self.page.wait_for_load_state()
        return self

    def follow(self, words: str) -> "Person":
        """A link that has these words somewhere."""
        self.page.locator("main").get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()
        return self

    def download(self, words: str) -> bytes:
        """What a link of the page hands out."""
        with self.page.expect_download() as handed:
            self.page.locator("main").get_by_role("link", name=words).first.click()
        return Path(handed.value.path()).read_bytes()

    # ---- reading ----

    def sees(self, *sentences: str) -> "Person":
        for sentence in sentences:
            expect(self.page.locator("main")).to_contain_text(sentence)
        return self

    def sees_no(self, *words: str) -> "Person":
        for word in words:
            expect(self.page.locator("main")).not_to_contain_text(word)
        return self

    def offered(self, words: str) -> bool:
        """Whether the page has a button or a link whose words begin so."""
        return self._pressable(words).count() > 0

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def kept(self) -> str:
        """What the browser holds and has asked for: its stores and every address so far."""
        stores = self.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
        return "\n".join([stores, *self.asked])

    def pdf(self, words: str) -> str:
        """The text of the paper behind a link, once the worker has typeset it."""
        link = self.page.locator("main").get_by_role("link", name=words).first
        address = (link.get_attribute("href", timeout=1000 * PDF_WITHIN) or "").removesuffix(".pdf")
        deadline = time.monotonic() + PDF_WITHIN
        while True:
            answer = self.page.request.get(f"{address}.pdf")
            if answer.status == 200 and answer.headers["content-type"] == "application/pdf":
                return pdf_text(answer.body())
            assert time.monotonic() < deadline, f"{address} is not typeset: {answer.status}"
            time.sleep(0.5)

    # ---- being refused ----

    def is_refused(self, path: str, status: int = 403) -> "Person":
        """The address shows this person nothing."""
        response = self.page.goto(path)
        assert response is not None
        assert response.status == status, f"{path} answered {response.status}"
        return self

    def may_not_send(self, path: str, **fields: str) -> "Person":
        """The form behind the address, sent past the page, is refused outright."""
        assert self._send(path, fields) == 403, path
        return self

    def sends(self, path: str, **fields: str) -> "Person":
        """The form behind the address, sent past the page; what was said about it stands on the next page."""
        assert self._send(path, fields) in (301, 302), path
        return self

    def _send(self, path: str, fields: dict[str, str]) -> int:
        token = self.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
        answer = self.page.request.post(path, form={"csrfmiddlewaretoken": token, **fields}, max_redirects=0)
        return answer.status

    # ---- looking ----

    def look(self, name: str) -> "Person":
        """Take a picture at both widths, and let axe find nothing to complain of."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            assert faults(self.page, f"journey/{name}") == [], f"{name} at {width}"
        self.page.set_viewport_size({"width": self.width, "height": 900})
        return self

    def _pressable(self, words: str) -> Locator:
        """Words that only a screen reader is told stand apart by a space in a name. The way one came is nothing to press."""
        main, name = self.page.locator("main"), re.compile("^" + re.escape(words).replace("：", r"\s?："))
        return main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).and_(self.page.locator(":not(nav *)"))

    def _labelled(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True).or_(self.page.get_by_label(re.compile(f"^{re.escape(label)}"))).first


def pdf_text(content: bytes) -> str:
    """The text of every page, without white space."""
    document = pypdfium2.PdfDocument(BytesIO(content))
    try:
        return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in document))
    finally:
        document.close()
