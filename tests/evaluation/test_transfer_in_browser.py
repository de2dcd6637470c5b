"""Somebody is moved in mid-year in a real browser, and at the year's end both offices appraise them, weighted by months."""

from datetime import date

import pytest

from evaluation.models import Appraisal, Transfer
from tests.evaluation.appraisal_factories import THEN, make_people, make_period, office_head, write
from tests.looking import Desk, move_to
from tests.staffing.contracts import at, clerk, counted, head

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("working_calendar")]

TRANSFERS = "/evaluation/contracts/transfers/"
MOVES = date(2024, 7, 1)


def test_who_moves_in_mid_year_is_appraised_by_both_offices(site, new_page):
    move_to(at(date(2024, 6, 17)))
    person, _ = make_people(2, offices=2)
    contract = person.contracts.get()
    old, new = person.county.offices.order_by("code")
    desk = Desk(new_page(base_url=site), site, clerk(contract), "transfers")
    chief = Desk(new_page(base_url=site), site, head(contract), "transfers")

    desk.go(f"/evaluation/people/{person.pk}/").go(f"{TRANSFERS}people/{person.pk}/").page.select_option("[name=to_office]", str(new.pk))
    desk.fills(effective_on=MOVES, reason="工作需要（演示）。").chooses(consent="objected").fills(statement="离家较远，希望缓一个月。")
    desk.press("登记调配").sees("等另一位工作人员审定")
    transfer = Transfer.objects.get()
    desk.go(f"{TRANSFERS}{transfer.pk}/decide/").press("审定调配").sees("录入人与复核人不能是同一人，请由另一位工作人员复核。").look(
        "one_hand"
    )
    chief.go("/desk/").follow("审定调配").go(f"{TRANSFERS}{transfer.pk}/").follow("审定调配").press("审定调配").sees(
        "本人有异议的，请写明答复。"
    )
    chief.look("answer_wanted").fills(answer="新所人手不足，已协调通勤车。").press("审定调配").sees("司法协理员调配通知").look("decided")
    assert (counted(contract.line), contract.office_id) == ((1, 0), old.pk)

    move_to(THEN)
    desk.sit()
    sheet = write(make_period([person]).appraisals.get(assistant=person))
    for office, points in ((old, 80), (new, 92)):
        window = Desk(new_page(base_url=site), site, office_head(office), "transfers")
        window.go("/evaluation/appraisals/office/").sees(person.name).go(f"/evaluation/appraisals/{sheet.pk}/marks/")
        window.fills(**dict.fromkeys(("integrity", "ability", "diligence", "results", "probity"), points), opinion="工作认真。")
        window.chooses(suggestion="competent").press("保存评分").sees("评分已保存。")
    assert sorted(Appraisal.objects.get(pk=sheet.pk).marks.values_list("office", "months")) == sorted([(old.pk, 4), (new.pk, 6)])
    desk.refused(f"/evaluation/appraisals/{sheet.pk}/marks/")
    desk.go(f"/evaluation/appraisals/{sheet.pk}/").sees("按任职月数加权，得分 87.20。").look("weighted")
