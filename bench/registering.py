"""One full registration as a browser sends it: from opening the account (argon2) to the receipt, with a photo and two kinds of PDF.

A page is asked for where the next step needs something of it; what a page only shows is left out, as it is for the bare project.
"""

import http.client
import itertools
import os
import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Protocol
from urllib.parse import urlencode

from PIL import Image

from bench.load import CONNECTIONS, TIMEOUT, Failed
from policy.identity import check_digit

PDF_HEAD = (
    b"%PDF-1.7\n1 0 obj<</Type /Catalog /Pages 2 0 R>>endobj\n2 0 obj<</Type /Pages /Count 1 /Kids [3 0 R]>>endobj\n"
    b"3 0 obj<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>endobj\n"
)
PDF_TAIL = b"\nendstream endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
BOUNDARY = "portal-bench-7d3f"
PASSWORD = "yanshi-Yangquan-9"  # noqa: S105 - of throwaway accounts
_number = itertools.count(1)


@dataclass(frozen=True)
class Answer:
    """What came back: status, where it leads, the page."""

    status: int
    location: str
    page: str


class Browser(Protocol):
    """Something that sends a form and keeps cookies."""

    def get(self, path: str) -> Answer: ...

    def post(self, path: str, fields: dict[str, str], files: Iterable[tuple[str, str, bytes]] = ()) -> Answer: ...


@dataclass(frozen=True)
class Papers:
    """What everybody uploads: a JPEG of 1600 × 1200 of about 400 KB, and a PDF of 200 KB for each of the other papers."""

    photo: bytes
    pdf: bytes

    def files(self) -> list[tuple[str, str, bytes]]:
        pdfs = [(kind, f"{kind}.pdf", self.pdf) for kind in ("id_front", "id_back", "diploma", "residence")]
        return [("photo", "photo.jpg", self.photo), *pdfs]


def make_papers() -> Papers:
    """Pictures and PDFs with the sizes that phones and scanners give them."""
    grain = Image.frombytes("L", (400, 300), os.urandom(120_000)).resize((1600, 1200), Image.Resampling.BICUBIC)
    out = BytesIO()
    Image.merge("RGB", (grain, grain.rotate(180), grain)).save(out, "JPEG", quality=52)
    body = os.urandom(200 * 1024)
    pdf = PDF_HEAD + b"4 0 obj<</Length %d>>stream\n" % len(body) + body + PDF_TAIL
    return Papers(out.getvalue(), pdf)


@dataclass
class Person:
    """Somebody nobody knows, of a place there is not."""

    place: int
    phone: str = field(init=False)
    id_number: str = field(init=False)

    def __post_init__(self) -> None:
        self.phone = f"170{self.place:08d}"
        first17 = (
            f"140322{1990 + self.place % 10}{1 + self.place // 10 % 12:02d}{1 + self.place // 120 % 28:02d}{self.place // 3360 + 500:03d}"
        )
        self.id_number = first17 + check_digit(first17)


def people(number: int) -> list[Person]:
    return [Person(next(_number)) for _ in range(number)]


def prove_number(browser: Browser, person: Person, code_of: Callable[[str], str]) -> None:
    """Before the clock runs: the mobile number is proved by its code."""
    browser.get("/account/register/")
    _moved(browser.post("/account/register/", {"phone": person.phone}))
    page = browser.get("/account/register/code/").page
    code = code_of(_found(r"letters/(code-\d+\.txt)", page))
    _moved(browser.post("/account/register/code/", {"code": code}))


def register(browser: Browser, person: Person, papers: Papers, *, round: int, vacancy: str, again: bool = False) -> str:
    """Open the account, fill in everything, submit (twice, where `again`); returns the number on the receipt."""
    name = "演示报名人"
    browser.get("/account/register/password/")
    _moved(browser.post("/account/register/password/", {"name": name, "password1": PASSWORD, "password2": PASSWORD}))
    draft = _moved(browser.get(f"/apply/{round}/begin/?vacancy={vacancy}")).removesuffix("identity/")
    _moved(browser.post(f"{draft}identity/", {"name": name, "id_number": person.id_number, "address": "演示地址"}))
    education = {
        "education": "60",
        "school": "演示大学",
        "major": "法学",
        "graduated_on_0": "2019",
        "graduated_on_1": "7",
        "graduated_on_2": "1",
    }
    _moved(browser.post(f"{draft}section/education/", education))
    _moved(
        browser.post(
            f"{draft}section/residence/", {"registered_in_yangquan": "yes", "registered_address": "演示", "lives_in_yangquan": "yes"}
        )
    )
    questions = {"has_legal_qualification": "no", "studied_law": "yes", "served_in_justice": "no", "experience": ""}
    _moved(browser.post(f"{draft}section/experience/", questions))
    _moved(browser.post(f"{draft}papers/", {}, papers.files()))
    path = f"{draft}declarations/"
    while not path.endswith("/check/"):
        asked = set(re.findall(r'<input type="(radio|checkbox)" name="(\w+)"', browser.get(path).page))
        said = {name: "on" if kind == "checkbox" else "yes" if name == "citizenship" else "no" for kind, name in asked}
        path = _moved(browser.post(path, said))
    page = browser.get(path).page
    form = {name: _found(rf'name="{name}" value="([^"]+)"', page) for name in ("nonce", "seen")}
    for _ in range(2 if again else 1):
        receipt = _moved(browser.post(path, form))
    return _found(r'class="big">([^<]+)<', browser.get(receipt).page)


class Window:
    """A browser on one connection kept alive, with its own cookies."""

    def __init__(self, port: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", "")

    def post(self, path: str, fields: dict[str, str], files: Iterable[tuple[str, str, bytes]] = ()) -> Answer:
        fields = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **fields}
        files = list(files)
        if files:
            return self._ask("POST", path, _multipart(fields, files), f"multipart/form-data; boundary={BOUNDARY}")
        return self._ask("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def close(self) -> None:
        self.line.close()

    def _ask(self, method: str, path: str, body: bytes, kind: str) -> Answer:
        head = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        self.line.request(method, path, body or None, head | ({"Content-Type": kind} if kind else {}))
        answer = self.line.getresponse()
        content = answer.read()
        for cookie in answer.msg.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, answer.getheader("Location") or "", content.decode("utf-8", "replace"))


def _multipart(fields: dict[str, str], files: Iterable[tuple[str, str, bytes]]) -> bytes:
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    for name, called, content in files:
        disposition = f'form-data; name="{name}"; filename="{called}"'
        head = f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\nContent-Type: application/octet-stream\r\n\r\n"
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


@dataclass(frozen=True)
class Rush:
    """What a rush of registrations measured: finished ones a second, and what was shown to whom."""

    rate: float
    receipts: list[str]


def rush(port: int, number: int, one: Callable[[Window, Person], str], before: Callable[[Window, Person], None] | None = None) -> Rush:
    """Let `number` people register, eight at once; what comes `before` is not measured."""
    everyone = [(Window(port), person) for person in people(number)]
    receipts: list[str] = []
    faults: list[Exception] = []

    def work(step: Callable[[Window, Person], object], mine: list[tuple[Window, Person]], into: list[str] | None) -> None:
        try:
            for window, person in mine:
                said = step(window, person)
                if into is not None:
                    into.append(str(said))
                window.close()
        except Exception as fault:  # noqa: BLE001 - told to the caller below
            faults.append(fault)

    def together(step: Callable[[Window, Person], object], into: list[str] | None) -> float:
        threads = [threading.Thread(target=work, args=(step, everyone[first::CONNECTIONS], into)) for first in range(CONNECTIONS)]
        started = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if faults:
            raise Failed(str(faults[0])) from faults[0]
        return time.perf_counter() - started

    if before is not None:
        together(before, None)
    return Rush(number / together(one, receipts), receipts)


def _moved(answer: Answer) -> str:
    """Where a step that was taken leads."""
    if answer.status != 302:
        said = re.findall(r'class="error-text">([^<]+)<|<li><a href="#[^"]*">([^<]+)</a>', answer.page)
        raise Failed(f"answered {answer.status}: {said}")
    return answer.location


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    if not found:
        raise Failed(f"nothing on the page is {pattern}")
    return found.group(1)
