"""The papers of contracts over time, typeset: what the person is handed."""

from datetime import date

import pytest

from documents import typesetting
from documents.models import OfficialPaper, PaperKind
from evaluation import actions
from staffing.models import Contract
from tests.evaluation.contracts import WHY, decided, left
from tests.journeys.actors import pdf_text
from tests.staffing.contracts import at, hired, renewed

pytestmark = pytest.mark.django_db


def text_of(kind):
    paper = OfficialPaper.objects.filter(kind=kind).order_by("-pk").first()
    pdf = typesetting.typeset(paper.source, pictures=paper.pictures)
    return "".join(pdf_text(pdf).split()), paper


def test_an_open_ended_renewal_is_written_as_such_on_notice_and_contract():
    contract = renewed(hired())
    decided(contract, open_ended=True)
    notice, _ = text_of(PaperKind.RENEWAL_NOTICE)
    assert "决定与您续订劳动合同，期限为无固定期限" in notice
    assert WHY in notice
    text, paper = text_of(PaperKind.CONTRACT)
    assert "本合同为无固定期限劳动合同，自2030年3月1日起。不约定试用期。" in text
    assert "试用期内不低于" not in text
    assert paper.code in text


def test_the_certificate_states_term_last_day_ground_and_years():
    contract = hired()
    left(contract)
    actions.carry_out_due(now=at(date(2026, 4, 1)))
    text, paper = text_of(PaperKind.TERMINATION_CERTIFICATE)
    for words in ("2024年3月1日起至2027年2月28日止", "2026年4月1日", "本人辞职", "2年1个月（自2024年3月1日起）", paper.code):
        assert words in text
    assert contract.assistant.id_number not in text


def test_an_end_at_the_term_tells_of_certificate_and_files():
    contract = hired()
    decided(contract, choice="end", needed=False, reasons="司法所撤并。")
    text, _ = text_of(PaperKind.RENEWAL_NOTICE)
    assert "决定不再续订" in text
    assert "在十五日内办理档案和社会保险关系转移手续" in text
    assert not Contract.objects.filter(renews=contract).exists()
