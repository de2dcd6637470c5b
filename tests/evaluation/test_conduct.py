"""违规登记: entered with evidence, heard, confirmed by another, served; and the pages of it."""

from datetime import date

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from evaluation import actions
from evaluation.models import Incident
from policy.powers import Role
from tests.evaluation.conduct import SAID, confirmed, entered, heard, served
from tests.recruitment.desks import get, post, signed_in, text
from tests.staffing.contracts import at, clerk, head, hired
from tests.staffing.factories import make_county, make_document, make_user, paper, staff
from tests.staffing.queries import queries_of
from tests.staffing.readback import records_of
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


def url(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def parts(name, day):
    return {f"{name}_0": day.year, f"{name}_1": day.month, f"{name}_2": day.day}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"day": date(2026, 3, 3)}, "发生日期不能晚于今天。"),
        ({"facts": " "}, "请写明违规的事实。"),
        ({"measure": "dismissal"}, "请选择谈话提醒、书面警告或者考核降档。"),
    ],
)
def test_what_is_not_entered(said, sentence):
    contract = hired()
    by = clerk(contract)
    facts = {"day": DAY, "facts": "迟到", "measure": "reminder", "evidence": make_document(by)} | said
    with refused(Impossible, sentence):
        actions.enter_incident(assistant=contract.assistant, by=by, now=at(DAY), **facts)


def test_nobody_is_judged_unheard_and_who_enters_does_not_confirm():
    contract = hired()
    incident, boss = entered(contract), head(contract)
    with refused(Impossible, "还没有登记本人的陈述申辩，不能审定。"):
        actions.confirm_incident(incident=incident, by=boss, seen=1, now=at(DAY))
    with refused(Impossible, "本人作了陈述、申辩的，请写明内容。"):
        actions.hear_incident(incident=incident, defence="given", statement=" ", by=clerk(contract), seen=1, now=at(DAY))
    incident = actions.hear_incident(incident=incident, **SAID, by=clerk(contract), seen=1, now=at(DAY))
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HR, Role.DISCIPLINE, Role.CITY):
        with pytest.raises(Refused):
            actions.confirm_incident(incident=incident, by=make_user(role, contract.county), seen=2, now=at(DAY))
    enterer = incident.entered_by
    enterer.role = Role.COUNTY_HEAD
    enterer.save()
    with pytest.raises(OneHand):
        actions.confirm_incident(incident=incident, by=enterer, seen=2, now=at(DAY))
    assert actions.confirm_incident(incident=incident, by=boss, seen=2, now=at(DAY)).word == "待送达"


def test_a_notice_is_served_after_the_decision_and_once():
    contract = hired()
    waiting = heard(contract)
    with refused(Impossible, "审定以后才能登记送达。"):
        served(waiting)
    incident = confirmed(contract)
    with refused(Impossible, "送达日期应在审定之日（2026-03-02）到今天之间。"):
        served(incident, date(2026, 3, 1))
    incident = served(incident)
    with refused(Impossible, "送达已经登记，没有重复办理。"):
        served(incident)


def test_the_way_through_the_pages():
    contract = hired(name="王违规")
    now = at(DAY)
    desk, chief = signed_in(clerk(contract)), signed_in(head(contract))
    said = {"contract": contract.pk, **parts("day", DAY), "facts": "值班离岗", "measure": "reminder"}
    assert "请选择要上传的文件。" in text(post(desk, url("incident_enter"), said, now=now))
    assert "违规已登记" in text(post(desk, url("incident_enter"), said | {"evidence": paper("证据")}, now=now))
    incident = Incident.objects.get()
    assert "登记本人的陈述申辩" in text(get(desk, "/desk/", now))
    assert "还没有登记本人的陈述申辩，不能审定。" in text(post(chief, url("incident_decide", incident.pk), {"seen": 1}, now=now))
    assert "陈述申辩已登记" in text(post(desk, url("incident_hear", incident.pk), {"seen": 1, **SAID}, now=now))
    assert "审定违规登记" in text(get(chief, "/desk/", now))
    assert post(desk, url("incident_decide", incident.pk), {"seen": 2}, now=now).status_code == 403
    assert SAID["statement"] in text(get(chief, url("incident_decide", incident.pk), now))
    assert "违规登记已审定" in text(post(chief, url("incident_decide", incident.pk), {"seen": 2}, now=now))
    serving = {"seen": 3, **parts("served_on", DAY), "served_how": "handed"}
    assert post(chief, url("incident_serve", incident.pk), serving, now=now).status_code == 403
    assert "送达已登记" in text(post(desk, url("incident_serve", incident.pk), serving, now=now))
    rows = records_of(get(desk, url("incidents_export"), now).content)
    assert [(row["姓名"], row["处理"], row["状态"]) for row in rows] == [("王违规", "谈话提醒", "已送达")]
    assert get(chief, url("incident_evidence", incident.pk), now).status_code == 200
    assert "没有找到违规登记" in text(get(desk, url("incidents") + "?measure=warning", now))
    stranger = signed_in(staff(make_county(), Role.COUNTY_CLERK))
    assert get(stranger, url("incident", incident.pk), now).status_code == 404
    assert get(signed_in(staff(contract.county, Role.COUNTY_HR)), url("incidents"), now).status_code == 403


def test_one_that_comes_back_counts_for_nothing():
    contract = hired()
    incident = heard(contract)
    chief = signed_in(head(contract))
    assert "请写明退回的理由。" in text(post(chief, url("incident_return", incident.pk), {"seen": 2, "reason": ""}, now=at(DAY)))
    told = text(post(chief, url("incident_return", incident.pk), {"seen": 2, "reason": "证据不足"}, now=at(DAY)))
    assert ("违规登记已退回经办人。" in told, Incident.objects.confirmed().count()) == (True, 0)


def test_the_list_costs_the_same_for_one_row_and_for_three(client):
    contract = hired()
    entered(contract)
    client.force_login(clerk(contract))
    with clock.standing_at(at(DAY)):
        one = queries_of(client, url("incidents"))
        for _ in range(2):
            entered(hired(contract.line))
        assert (queries_of(client, url("incidents")), one <= 15) == (one, True)


def test_the_list_and_its_export_follow_the_word_and_the_measure_that_are_asked_for():
    contract = hired(name="演示甲")
    entered(contract, DAY)
    heard(contract, date(2026, 3, 3), measure="warning")
    confirmed(contract, date(2026, 3, 4))
    served(confirmed(contract, date(2026, 3, 5), measure="downgrade"))
    back = heard(contract, date(2026, 3, 6))
    actions.return_incident(incident=back, reason="证据不足", by=head(contract), seen=back.version, now=at(date(2026, 3, 6)))
    desk, now = signed_in(clerk(contract)), at(date(2026, 3, 9))

    def days(query):
        rows = records_of(get(desk, f"{url('incidents_export')}?{query}", now).content)
        shown = text(get(desk, f"{url('incidents')}?{query}", now))
        assert [row["发生日期"] for row in rows if f"{row['发生日期']:%Y-%m-%d}" not in shown] == []
        return [(row["发生日期"].day, row["处理"], row["状态"]) for row in rows]

    assert days("state=unheard") == [(2, "谈话提醒", "待陈述申辩")]
    assert days("state=heard") == [(3, "书面警告", "待审定")]
    assert days("state=unserved") == [(4, "谈话提醒", "待送达")]
    assert days("state=served&measure=downgrade") == [(5, "考核降档", "已送达")]
    assert days("state=returned") == [(6, "谈话提醒", "退回修改")]
    assert days("state=served&measure=warning") == []
    assert len(days("state=nonsense&measure=x")) == 5
