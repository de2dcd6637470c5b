"""Announcement and contract take their figures from the pay scheme in force on their day, and say plainly when there is none."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from bureaus import clock
from documents.models import OfficialPaper, PaperKind
from recruitment import actions
from recruitment.models import Application
from staffing.models import Assistant
from tests.recruitment.factories import DRAWN_UP, make_round
from tests.recruitment.stages import make_contract_round, prepare, sign
from tests.staffing.factories import make_agreed_pay_scheme, make_county
from tests.staffing.test_safeguard_pages import SENTENCE

pytestmark = pytest.mark.django_db

SILENT = "薪酬福利按照接近于事业单位人员工资标准，由盂县司法局会同盂县人力资源和社会保障局核定。"


def announced(round, **words):
    """The body of the announcement as it is drawn up on the day of DRAWN_UP."""
    with clock.standing_at(DRAWN_UP):
        return actions.prepare_notice(round=round, kind="announcement", by=round.entered_by, now=DRAWN_UP).body


def with_benefits(round, text):
    round.benefits = text
    round.save()
    return round


def test_without_a_scheme_the_announcement_says_who_determines_pay_and_prints_no_figure():
    body = announced(make_round(make_county("盂县")))
    assert SILENT in body
    assert "每月" not in body.split("六、待遇")[1].split("七、")[0]


def test_the_announcement_prints_the_scheme_of_its_day_and_the_clerks_own_words_after_it():
    county = make_county("盂县")
    make_agreed_pay_scheme(county)
    make_agreed_pay_scheme(county, effective_from=date(2024, 3, 19), base=Decimal(9), least=Decimal(9))
    section = announced(with_benefits(make_round(county), "另有工作餐。")).split("六、待遇")[1].split("七、")[0]
    assert SENTENCE in section
    assert "自 2024年3月1日起执行" in strip_tags(section)
    assert section.index("社会保险：参加企业职工") < section.index("休息休假：执行国家和省") < section.index("另有工作餐。")
    assert SILENT not in section


def test_a_scheme_that_is_not_agreed_or_not_begun_prints_nothing():
    county = make_county("盂县")
    make_agreed_pay_scheme(county, effective_from=date(2024, 3, 19))
    assert SILENT in announced(make_round(county))


def prepared(round):
    """The first contract of the round, to begin on 2024-06-03, and the text of its paper."""
    application = Application.objects.at("contract").filter(round=round).order_by("pk").first()
    prepare(application)
    return application, OfficialPaper.objects.get(kind=PaperKind.CONTRACT, person=application.applicant).source


def test_the_contract_takes_the_figures_of_the_day_the_work_begins():
    round = make_contract_round()
    make_agreed_pay_scheme(round.county)
    make_agreed_pay_scheme(round.county, effective_from=date(2024, 6, 4), base=Decimal(2500))
    application, text = prepared(round)
    bureaus = f"{round.county.justice_bureau}会同{round.county.hr_bureau}"
    assert f"甲方按照{bureaus}核定的标准支付工资：{SENTENCE}" in text
    assert "签订时的月工资为3500元。" in text
    assert "五项社会保险" in text
    sign(application)
    assistant = Assistant.objects.get()
    assert (assistant.education, assistant.school, assistant.major) == (application.education, application.school, application.major)


def test_without_a_scheme_the_contract_leaves_the_sum_to_be_written_in():
    _, text = prepared(make_contract_round())
    assert "核定的标准支付工资，试用期内不低于约定工资的百分之八十。签订时的月工资为＿" in text
