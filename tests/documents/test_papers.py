"""Papers: frozen when asked for, made once, sealed on disk, and never changed."""

import hashlib
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from bureaus import audit, outbox
from bureaus.models import AuditEvent, OutboxItem
from documents import tasks
from documents.actions import JOB, Order, ask_papers, put_down
from documents.models import OfficialPaper, PaperKind
from documents.sources import MissingFact
from ops import place
from policy.powers import Role
from tests.documents.factories import NOW, make_paper, make_pdf, notice_words, receipt_words
from tests.portal import named
from tests.staffing.factories import make_county, make_user

pytestmark = pytest.mark.django_db


def made(**fields) -> OfficialPaper:
    paper = make_paper(**fields)
    put_down(paper=paper, pdf=make_pdf(), now=NOW)
    paper.refresh_from_db()
    return paper


def test_asking_twice_gives_the_paper_that_is_there():
    county = make_county()
    first, again = make_paper(county=county), make_paper(county=county, title="另一个标题")
    assert (again, again.title, OfficialPaper.objects.count()) == (first, "公开招聘司法协理员公告", 1)
    assert OutboxItem.objects.filter(job=JOB).count() == 1
    assert AuditEvent.objects.filter(verb="ask_paper").count() == 1
    assert make_paper(county=county, occasion="2") != first


def test_what_a_paper_says_is_sealed_and_does_not_follow_later_changes():
    person = make_user(Role.APPLICANT)
    paper = make_paper(person=person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT source FROM documents_officialpaper WHERE id = %s", [paper.pk])
        (stored,) = cursor.fetchone()
    assert ("李昇" in stored, "李昇" in OfficialPaper.objects.get(pk=paper.pk).source) == (False, True)


def test_a_missing_fact_stops_the_paper_and_all_that_were_asked_with_it():
    county = make_county()
    words = receipt_words()
    del words["vacancy"]
    good = Order(kind=PaperKind.NOTICE, about=county, title="公告", template="documents/notice.html", context=notice_words(["甲"]))
    bad = Order(kind=PaperKind.RECEIPT, about=county, title="回执", template="documents/receipt.html", context=words)
    with pytest.raises(MissingFact) as caught:
        ask_papers([good, bad], now=NOW)
    assert (str(caught.value), OfficialPaper.objects.count(), OutboxItem.objects.filter(job=JOB).count()) == ("vacancy", 0, 0)


def test_a_name_is_text_in_a_paper_and_never_markup():
    words = notice_words(["<img src=http://127.0.0.1:9/>司法局"])
    assert "<img" not in make_paper(context=words).source


def test_a_public_paper_cannot_be_somebodys_own():
    with pytest.raises(IntegrityError, match="个人的公文不能公开"), transaction.atomic():
        make_paper(person=make_user(Role.APPLICANT), is_public=True)


def test_a_thousand_papers_are_asked_for_within_seconds():
    person, county = make_user(Role.APPLICANT), make_county()
    words = receipt_words()
    receipt = {"kind": PaperKind.RECEIPT, "title": "回执", "template": "documents/receipt.html", "context": words, "person": person}
    orders = [Order(about=county, occasion=str(number), **receipt) for number in range(1000)]
    begun = time.monotonic()
    papers = ask_papers(orders, now=NOW)
    assert time.monotonic() - begun < 10
    assert [paper.about.rpartition(":")[2] for paper in papers] == [str(number) for number in range(1000)]
    assert OutboxItem.objects.filter(job=JOB, queue="documents").count() == 1000
    assert (len({paper.code for paper in papers}), audit.verify()) == (1000, None)


def test_many_papers_take_as_many_queries_as_few(django_assert_num_queries):
    county = make_county()

    def orders(*occasions: str) -> list[Order]:
        words = notice_words(["甲"])
        return [
            Order(kind=PaperKind.NOTICE, about=county, occasion=each, title="公告", template="documents/notice.html", context=words)
            for each in occasions
        ]

    with django_assert_num_queries(8):
        ask_papers(orders("1"), now=NOW)
    with django_assert_num_queries(8):
        ask_papers(orders("2", "3", "4"), now=NOW)


def test_a_pdf_is_kept_whole_and_sealed_with_its_digest():
    paper = made()
    on_disk = (Path(settings.MEDIA_ROOT) / paper.pdf.name).read_bytes()
    assert (b"%PDF" in on_disk, paper.pdf.open().read()) == (False, make_pdf())
    assert (paper.sha256, paper.rendered_at) == (hashlib.sha256(make_pdf()).hexdigest(), NOW)


def test_of_two_workers_one_wins_and_the_other_leaves_nothing_behind():
    paper = make_paper()
    before = files()
    assert (put_down(paper=paper, pdf=b"%PDF first", now=NOW), put_down(paper=paper, pdf=b"%PDF second", now=NOW)) == (True, False)
    assert (OfficialPaper.objects.get(pk=paper.pk).pdf.open().read(), len(files()) - len(before)) == (b"%PDF first", 1)
    assert AuditEvent.objects.filter(verb="render_paper").count() == 1


def files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("source", "改"),
        ("title", "改"),
        ("paper_number", "改"),
        ("code", "0" * 16),
        ("is_public", False),
        ("pictures", [7]),
        ("about", "x"),
    ],
)
def test_what_a_paper_says_cannot_be_changed_even_before_it_is_made(column, value):
    paper = make_paper()
    with pytest.raises(IntegrityError, match="公文定稿后不能修改"), transaction.atomic():
        OfficialPaper.objects.filter(pk=paper.pk).update(**{column: value})


@pytest.mark.parametrize(("column", "value"), [("pdf", "x"), ("sha256", "x"), ("rendered_at", None)])
def test_a_paper_that_is_made_cannot_be_changed(column, value):
    paper = made()
    with pytest.raises(IntegrityError, match="公文定稿后不能修改"), transaction.atomic():
        OfficialPaper.objects.filter(pk=paper.pk).update(**{column: value})


def test_a_paper_cannot_be_deleted():
    paper = make_paper()
    with pytest.raises(IntegrityError, match="公文不能删除"), transaction.atomic():
        OfficialPaper.objects.filter(pk=paper.pk).delete()


def test_a_paper_is_not_made_without_its_digest():
    paper = make_paper()
    with pytest.raises(IntegrityError, match="rendered_paper_has_its_digest"), transaction.atomic():
        OfficialPaper.objects.filter(pk=paper.pk).update(rendered_at=NOW)


def test_a_row_has_one_paper_of_a_kind():
    paper = make_paper()
    with pytest.raises(IntegrityError, match="one_paper_per_matter"), transaction.atomic():
        OfficialPaper.objects.create(kind=paper.kind, about=paper.about, title="再来一份", is_public=True, source="x", asked_at=NOW)


def test_a_paper_that_is_made_is_not_made_again():
    paper = made()
    tasks.render_paper(paper.pk)
    assert OfficialPaper.objects.get(pk=paper.pk).pdf.name == paper.pdf.name


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_one_paper():
    county = make_county()

    def ask(_: int) -> int:
        try:
            return make_paper(county=county).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1
    assert OutboxItem.objects.filter(job=JOB).count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_fonts_the_job_waits_and_says_so_and_goes_on_when_they_arrive(tmp_path):
    paper = make_paper()
    bare = tmp_path / "fonts.conf"
    bare.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    drain_in_a_worker(FONTCONFIG_FILE=str(bare))
    item = OutboxItem.objects.get(job=JOB)
    assert (outbox.fault_of(JOB, paper), item.attempts, item.failed_at) == ("等待字体安装完成，装好后自动生成。", 0, None)
    OutboxItem.objects.update(due=NOW)
    drain_in_a_worker()
    paper.refresh_from_db()
    assert (paper.rendered_at is not None, paper.pdf.open().read()[:5], outbox.fault_of(JOB, paper)) == (True, b"%PDF-", "")


DRAIN = """
import django
django.setup()
from bureaus import clock, outbox
from documents import tasks
outbox.drain("documents", now=clock.now)
"""


def drain_in_a_worker(**environment: str) -> None:
    """What the worker does, in a process of its own, on this test's database."""
    environment |= {"DATABASE_URL": named(connection.settings_dict["NAME"]), "DJANGO_SETTINGS_MODULE": "yangquan_portal.settings_test"}
    done = subprocess.run([sys.executable, "-c", DRAIN], env={**os.environ, **environment}, cwd=place.ROOT, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()


def test_a_paper_of_one_person_is_never_public():
    person = make_user(Role.APPLICANT)
    with pytest.raises(IntegrityError, match="public_paper_is_nobodys_own"), transaction.atomic():
        OfficialPaper.objects.create(
            kind=PaperKind.RECEIPT, about="x:1", title="回执", person=person, is_public=True, source="x", asked_at=NOW
        )
