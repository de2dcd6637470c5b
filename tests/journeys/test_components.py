"""The components of 清正 in a real browser: clean, narrow, keyed, and safe without script."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page

from tests.looking import WIDER, faults

ROOT = Path(__file__).parents[2]
PAGES = ["", "form", "application", "notice", "queue", "candidate", "plan", "confirm", "busy", "missing"]


@pytest.fixture(scope="module")
def address():
    """The sample pages on a port of their own: the frame alone, without database, sessions or anybody's tabs."""
    samples = Path(__file__).parent / "components/templates"
    with override_settings(
        ROOT_URLCONF="tests.journeys.components.pages",
        MIDDLEWARE=["csp.middleware.CSPMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
        TEMPLATES=[
            {
                **settings.TEMPLATES[0],
                "DIRS": [*settings.TEMPLATES[0]["DIRS"], samples],
                "OPTIONS": {**settings.TEMPLATES[0]["OPTIONS"], "context_processors": ["django.template.context_processors.request"]},
            }
        ],
        STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    ):
        server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
        server.daemon = True
        server.start()
        server.is_ready.wait()
        yield f"http://127.0.0.1:{server.port}/"
        server.terminate()


@pytest.fixture
def phone(browser: Browser):
    with browser.new_context(viewport={"width": 375, "height": 812}) as context:
        yield context.new_page()


@pytest.fixture
def desk(browser: Browser):
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        yield context.new_page()


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def enlarge(page: Page, percent: int) -> None:
    page.evaluate(
        """size => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`html{font-size:${size}% !important}`);
            document.adoptedStyleSheets = [sheet]; }""",
        percent,
    )


def answered(page: Page, button: str) -> None:
    """Press a button and wait until the whole answer is there: a click alone returns once its document has begun."""
    with page.expect_event("load"):
        page.click(button)


@pytest.mark.parametrize("width", [375, 1280])
def test_every_component_is_clean_and_asks_nobody_else(browser, address, width):
    asked, complaints, found = set(), [], {}
    with browser.new_context(viewport={"width": width, "height": 812}) as context:
        page = context.new_page()
        page.on("request", lambda request: asked.add(request.url.partition("?")[0].split("/")[2]))
        page.on("console", lambda message: complaints.append(message.text))
        for name in PAGES:
            page.goto(address + name)
            found[name] = faults(page)
        page.goto(address + "form")
        answered(page, "text=保存并继续")
        assert page.title().startswith("错误：")
        assert faults(page) == []
    assert found == {name: [] for name in PAGES}
    assert complaints == []
    assert asked == {address.split("/")[2]}


def test_the_checks_find_the_faults_of_a_bad_page(phone, address):
    phone.goto(address + "known-bad")
    assert [fault.partition(":")[0] for fault in faults(phone)] == ["color-contrast", "image-alt", "label", WIDER]


@pytest.mark.parametrize(("width", "percent"), [(320, 100), (360, 100), (414, 100), (375, 140), (414, 150), (768, 100), (1280, 150)])
def test_nothing_is_wider_than_the_screen(browser, address, width, percent):
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        wide = {}
        for name in PAGES:
            page.goto(address + name)
            enlarge(page, percent)
            wide[name] = overflow(page)
    assert {name: pixels for name, pixels in wide.items() if pixels > 0} == {}


@pytest.mark.parametrize("mode", ["text=2", "text=3", "contrast=1", "text=3&contrast=1"])
def test_large_letters_and_high_contrast_stay_clean(phone, address, mode):
    for name in PAGES:
        phone.goto(f"{address}{name}?{mode}")
        assert faults(phone) == [], name


def test_pages_survive_forced_colours_and_stand_still_when_asked(browser, address):
    with browser.new_context(forced_colors="active", reduced_motion="reduce", viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(address + "application")
        assert faults(page) == []
        assert page.evaluate("getComputedStyle(document.querySelector('.button')).transitionDuration") in {"0s", "1e-05s"}


def test_the_head_of_a_phone_page_stays_under_100_px_with_four_tabs_in_a_row(phone, address):
    phone.goto(address)
    assert phone.evaluate("document.querySelector('header').offsetHeight") <= 100
    assert len(set(phone.evaluate("[...document.querySelectorAll('.tabs li')].map(tab => tab.getBoundingClientRect().top)"))) == 1
    enlarge(phone, 140)
    assert len(set(phone.evaluate("[...document.querySelectorAll('.tabs li')].map(tab => tab.getBoundingClientRect().top)"))) == 2


@pytest.mark.parametrize("name", ["", "form", "application", "notice"])
def test_public_targets_are_44_px_and_main_ones_48(phone, address, name):
    phone.goto(address + name)
    small = phone.evaluate(
        """() => [...document.querySelectorAll(`a, button, select, textarea, label.choice,
                input:not([type=hidden], [type=radio], [type=checkbox])`)]
            .filter(target => target.offsetHeight && getComputedStyle(target).display !== 'inline' && !target.matches('.skip'))
            .filter(target => target.getBoundingClientRect().height < (target.matches('.button:not(.small)') ? 48 : 44))
            .map(target => target.outerHTML)"""
    )
    assert small == []


def test_no_shadow_no_pill_and_one_filled_button(desk, address):
    for name in PAGES:
        desk.goto(address + name)
        looks = desk.evaluate(
            """() => [...document.querySelectorAll('body *')].filter(part => !part.matches(':focus')).map(part => getComputedStyle(part))
                .flatMap(style => [style.boxShadow, style.borderTopLeftRadius])"""
        )
        assert set(looks) <= {"none", "0px", "4px", "6px", "50%"}, name
        filled = desk.locator(".button:not(.quiet, .danger:not(.filled), .on-dark)").count()
        assert filled <= 1, name


def test_each_focused_control_shows_two_colours_and_is_not_covered(desk, address):
    desk.goto(address + "plan")
    for _ in range(30):
        desk.keyboard.press("Tab")
        seen = desk.evaluate(
            """() => { const part = document.activeElement, box = part.getBoundingClientRect(), style = getComputedStyle(part);
                const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, innerHeight) / 2);
                return [part.tagName, style.outlineStyle, style.boxShadow !== 'none', part === document.body || part.contains(top)]; }"""
        )
        if seen[0] == "BODY":
            break
        assert seen[1:] == ["solid", True, True]


def test_an_error_takes_the_reader_to_it_and_keeps_what_was_typed(phone, address):
    phone.goto(address + "form")
    phone.fill("#id_name", "张三")
    answered(phone, "text=保存并继续")
    assert phone.evaluate("document.activeElement.className") == "error-summary"
    assert phone.input_value("#id_name") == "张三"
    phone.click(".error-summary >> text=请选择学历。")
    assert phone.evaluate("document.activeElement.id") == "id_education_0"
    described = phone.locator("fieldset").get_attribute("aria-describedby").split()
    assert [phone.locator(f"#{part}").inner_text() for part in described] == ["请选择学历。"]


def test_without_script_a_form_still_says_what_to_mend(browser, address):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + "form")
        answered(page, "text=保存并继续")
        assert page.locator(".error-summary li").all_inner_texts() == [
            "请填写姓名。",
            "请选择学历。",
            "请选择报考司法所。",
            "请阅读并勾选承诺。",
        ]
        assert "2024年4月9日（星期二）11:17 截止" in page.locator(".countdown").inner_text()


def test_a_second_click_sends_nothing_and_a_later_one_does(phone, address):
    phone.goto(address + "form")
    sent = []
    phone.route("**/form", lambda route: (sent.append(1), route.fulfill(status=204)))  # no content: the browser stays on the page
    for _ in range(5):
        phone.evaluate("document.querySelector('main form').requestSubmit()")
    assert len(sent) <= 1
    phone.wait_for_timeout(4200)
    phone.evaluate("document.querySelector('main form').requestSubmit()")
    phone.wait_for_timeout(100)
    assert len(sent) == 2


@pytest.mark.parametrize("shift", ["+86400000", "-660000"])
def test_time_left_follows_the_server_whatever_this_computer_says(phone, address, shift):
    phone.add_init_script(f"const real = Date.now; Date.now = () => real() {shift};")
    phone.goto(address + "form")
    assert phone.locator("[data-left]").inner_text() in {"还剩 1 小时 0 分", "还剩 59 分 59 秒", "还剩 59 分 58 秒"}
    phone.goto(address)  # a cached page carries no time of its own and asks the server's clock
    phone.wait_for_function("document.querySelector('[data-left]').textContent")
    assert phone.locator("[data-left]").inner_text() in {"还剩 3 天 7 小时 43 分", "还剩 3 天 7 小时 42 分"}


def test_at_the_closing_instant_the_form_closes_and_keeps_the_text(phone, address):
    phone.goto(address + "form?left=2")
    phone.fill("#id_career", "写到一半")
    assert phone.locator("[data-closes]").is_enabled()
    phone.wait_for_selector("[data-closes]:disabled")
    assert phone.locator("[data-shown-when-closed]").is_visible()
    assert phone.locator("[data-left]").inner_text() == "已截止"
    assert phone.input_value("#id_career") == "写到一半"


def sentence(page: Page) -> str:
    return page.locator("[data-sentence]").inner_text()


def test_the_grid_moves_like_a_spreadsheet_and_counts_in_integers(desk, address):
    desk.goto(address + "plan")
    assert sentence(desk) == "达到所均 4 人的要求"
    desk.focus("[aria-label='秀水司法所 政法专项编制']")
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.ariaLabel") == "孙家庄司法所 政法专项编制"
    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "Shift+Enter", "ArrowLeft"):
        desk.keyboard.press(key)
    assert desk.evaluate("document.activeElement.ariaLabel") == "秀水司法所 政法专项编制"
    desk.keyboard.type("2")
    assert sentence(desk) == "还差 1 人才达到所均 4 人，暂不能上报"
    assert desk.locator("[data-total=average]").inner_text() == "3.75"
    assert desk.locator("tfoot [data-total=all]").inner_text() == "15"
    desk.keyboard.type("x")
    assert desk.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"


def test_a_block_from_excel_lands_in_the_cells_it_covers(desk, address):
    desk.goto(address + "plan")
    desk.focus("[aria-label='孙家庄司法所 政法专项编制']")
    desk.evaluate(
        """() => { const data = new DataTransfer(); data.setData('text/plain', '３\\t1\\t2\\r\\n4\\t 0\\t1\\r\\n');
            document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    rows = [[box.input_value() for box in row.locator("input").all()] for row in desk.locator("[data-row]").all()]
    assert rows == [["3", "1", "1"], ["3", "1", "2"], ["4", "0", "1"], ["1", "1", "1"]]
    assert desk.evaluate("document.activeElement.ariaLabel") == "路家村司法所 拟公开招聘"
    assert desk.locator("tfoot [data-total=all]").inner_text() == "19"


def test_the_decision_buttons_are_in_view_on_a_small_desk(browser, address):
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        page = context.new_page()
        page.goto(address + "candidate")
        assert page.evaluate(
            "[...document.querySelectorAll('.decision-bar .button')].every(b => b.getBoundingClientRect().bottom <= innerHeight)"
        )


def test_paper_shows_the_content_and_none_of_the_tools(desk, address):
    desk.goto(address + "queue")
    desk.emulate_media(media="print")
    assert desk.locator(".tabs, .tools, .filter-bar, .pages").evaluate_all("parts => parts.every(part => part.offsetHeight === 0)")
    assert desk.locator("table").is_visible()
    assert desk.pdf(format="A4").startswith(b"%PDF")


def packed(*names: str) -> int:
    return len(gzip.compress(b"".join((ROOT / "static/portal" / name).read_bytes() for name in names)))


def test_styles_and_scripts_keep_their_weight():
    assert packed("portal.css", "print.css", "admin.css") <= 20 * 1024
    assert packed("portal.js") <= 15 * 1024
    assert packed("portal.js", "grid.js") <= 15 * 1024


def test_vendored_files_are_what_their_manifest_says():
    for entry in json.loads((ROOT / "tests/vendor/MANIFEST.json").read_text()):
        vendored = ROOT / "tests/vendor" / entry["file"]
        assert hashlib.sha256(vendored.read_bytes()).hexdigest() == entry["sha256"]
        assert entry["version"] in vendored.read_text()[:40]


@pytest.mark.parametrize("template", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_hold_no_inline_style_script_or_open_comment(template):
    text = template.read_text()
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\ssrc=)|javascript:|(?:src|href)=\"data:", text)
    assert [comment for comment in re.findall(r"\{#.*?#\}", text, re.DOTALL) if "\n" in comment] == []
    assert not re.search(r"非法|异常|参数有误|失败请重试|系统错误|>\s*确定\s*<", text)
