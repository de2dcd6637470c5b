"""The pages of papers in a real browser, narrow and clean, and they notice by themselves when a paper is made."""

from pathlib import Path

import pytest
from django.urls import reverse

from bureaus import clock, outbox
from documents import tasks as tasks  # makes the job known that the last test waits for
from documents.actions import put_down
from tests.bureaus.factories import make_applicant
from tests.documents.factories import make_paper, make_pdf
from tests.looking import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [375, 1280])
def test_the_pages_of_papers_are_clean(site, new_page, width):
    public, personal = make_paper(), make_paper(person=make_applicant())
    put_down(paper=public, pdf=make_pdf(), now=clock.now())
    page = new_page(width=width, base_url=site)
    for name, path in {
        "verify": reverse("documents:verify"),
        "verify-error": reverse("documents:verify") + "?code=123",
        "public": reverse("documents:paper", args=[public.code]),
        "waiting": reverse("documents:paper", args=[personal.code]),
    }.items():
        page.goto(path)
        assert (name, faults(page, f"papers/{name}")) == (name, [])


def test_a_waiting_page_notices_that_the_paper_is_made(site, new_page):
    with outbox.nobody_woken():
        paper = make_paper()
    page = new_page(base_url=site)
    page.goto(reverse("documents:paper", args=[paper.code]))
    page.get_by_text("这份公文正在排版，通常不到一分钟。").wait_for()
    assert outbox.drain("documents", now=clock.now) == 1
    page.get_by_role("link", name="下载 PDF").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 PDF").click()
    assert (download.value.suggested_filename, Path(download.value.path()).read_bytes()[:5]) == ("公开招聘司法协理员公告.pdf", b"%PDF-")
