"""The papers of contracts over time and of discipline, typeset: what the person is handed."""

from datetime import date
from decimal import Decimal

import pytest

from bureaus.naming import named
from documents import typesetting
from documents.models import OfficialPaper, PaperKind
from evaluation import actions
from staffing.models import Contract
from tests.evaluation.conduct import SAID, confirmed, dismissing, on_record
from tests.evaluation.contracts import WHY, decided, ends, left
from tests.journeys.actors import pdf_text
from tests.staffing.contracts import at, head, hired, renewed

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


def test_the_notice_of_an_ending_names_facts_article_union_and_the_month_that_is_paid():
    ends(hired(), ground="illness", last_day=date(2026, 3, 2), pay_in_lieu=Decimal("3500.50"))
    text, paper = text_of(PaperKind.ENDING_NOTICE)
    for words in (
        "一、事实。事实（演示）。",
        "医疗期满日期：2026年2月20日",
        "另行安排的工作和不能从事的情况：安排整理档案，仍不能从事（演示）。",
        "《劳动合同法》第四十条：“（一）劳动者患病或者非因工负伤，在规定的医疗期满后不能从事原工作，也不能从事由用人单位另行安排的工作的”",
        "已于2026年3月2日将理由通知工会（《劳动合同法》第四十三条）",
        "决定以“医疗期满后不能工作”解除聘用合同，最后工作日为2026年3月2日",
        "额外支付一个月工资3500.50元，代替提前三十日书面通知（《劳动合同法》第四十条）。依法应当支付的经济补偿，在办结工作交接时支付",
        "自收到之日起一年内向劳动人事争议仲裁委员会申请仲裁",
        paper.code,
    ):
        assert words in text


def test_an_end_at_the_term_tells_of_certificate_and_files():
    contract = hired()
    decided(contract, choice="end", needed=False, reasons="司法所撤并。")
    text, _ = text_of(PaperKind.RENEWAL_NOTICE)
    assert "决定不再续订" in text
    assert "在十五日内办理档案和社会保险关系转移手续" in text
    assert not Contract.objects.filter(renews=contract).exists()


def test_the_notice_of_a_breach_hears_the_person_and_says_how_to_object():
    contract = hired(name="演示甲")
    incident = confirmed(contract, measure="warning")
    text, paper = text_of(PaperKind.INCIDENT_NOTICE)
    assert (paper.title, paper.about) == ("书面警告通知书", named(incident))
    for words in (
        "2026年3月2日，您有下列违反工作规定的行为：值班时间擅自离岗（演示）。",
        f"您的陈述、申辩：{SAID['statement']}",
        "“根据平时表现和考核情况实施奖惩”的规定",
        "决定给予您书面警告。",
        "审定的违规累计达到3次的",
        "“因多次违反工作规定经教育仍不改正”的规定予以解聘",
        "也可以在一年内申请劳动争议仲裁（《劳动争议调解仲裁法》第二十七条）",
        "本人签收",
        paper.code,
    ):
        assert words in text
    confirmed(contract, date(2026, 3, 3), measure="downgrade")
    assert "2026年的年度考核，等次比得分应得的降低一档。" in text_of(PaperKind.INCIDENT_NOTICE)[0]
    confirmed(contract, date(2026, 3, 4))
    text, paper = text_of(PaperKind.INCIDENT_NOTICE)
    assert (paper.title, "本记录送达以后" in text) == ("谈话提醒记录", True)


def test_the_notice_of_a_dismissal_names_both_grounds_the_breaches_and_the_way_to_arbitration():
    contract = hired()
    on_record(contract)
    dismissal = dismissing(contract)
    actions.confirm_dismissal(dismissal=dismissal, by=head(contract), seen=1, now=at(date(2026, 3, 20)))
    text, paper = text_of(PaperKind.DISMISSAL_NOTICE)
    for words in (
        "审定的违规：2026年3月2日（谈话提醒，2026年3月2日送达）；2026年3月9日（谈话提醒）；2026年3月16日（谈话提醒）。",
        "经教育仍不改正（演示）。",
        f"三、陈述申辩。{SAID['statement']}",
        "阳政办发〔2024〕9号：“因多次违反工作规定经教育仍不改正”",
        "《劳动合同法》第三十九条：“（二）严重违反用人单位的规章制度的”",
        "已于2026年3月20日将理由通知工会",
        "最后工作日为2026年3月20日",
        "自收到之日起一年内向劳动人事争议仲裁委员会申请仲裁",
        paper.code,
    ):
        assert words in text
