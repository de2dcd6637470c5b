"""What the database itself refuses of rewards and discipline, written past every form and action."""

from datetime import date

import pytest

from evaluation import actions
from evaluation.models import DailyRules, Departure, Dismissal, Incident
from tests.evaluation.conduct import confirmed, dismissing, entered, heard, on_record, served
from tests.evaluation.contracts import left
from tests.staffing.contracts import at, clerk, head, hired
from tests.staffing.test_guards import refusal, sql

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


def test_a_breach_past_the_form():
    contract = hired()
    incident = entered(contract)
    boss = head(contract).pk

    def write(what):
        return refusal(sql(f"UPDATE evaluation_incident SET {what}"))[0]

    by_another = f"decided_at = now(), decided_by_id = {boss}"
    assert write(f"state = 'confirmed', {by_another}") == "incident_is_heard_before_it_is_confirmed"
    assert write("defence = 'given'") == "defence_is_written_down"
    assert write("statement = 'x'") == "defence_is_written_down"
    assert write("state = 'confirmed', defence = 'none', decided_at = now(), decided_by_id = entered_by_id") == (
        "incident_confirmed_by_another"
    )
    assert write("state = 'confirmed', defence = 'none'") == "decided_incident_says_by_whom"
    assert write(f"state = 'returned', {by_another}") == "decided_incident_says_by_whom"
    assert write("facts = '别的'") == "incident_kept"
    assert write("served_on = day, served_how = 'handed', served_by_id = entered_by_id") == "incident_kept"
    assert refusal(sql("DELETE FROM evaluation_incident"))[0] == "incident_kept"
    blank = {"assistant": contract.assistant, "day": DAY, "evidence": incident.evidence, "measure": "reminder"}
    row = Incident(**blank, facts="", entered_by=incident.entered_by, entered_at=at(DAY))
    assert refusal(row.save) == ("incident_has_facts", "违规登记须写明事实。")
    row.facts = "迟到"
    row.save()  # control: with facts the same row goes through
    assert Incident.objects.count() == 2


def test_no_path_begins_a_breach_confirmed_or_served():
    contract = hired()
    incident = entered(contract)
    day, boss = at(DAY), head(contract)
    row = {"assistant": contract.assistant, "day": DAY, "facts": "迟到", "evidence": incident.evidence, "measure": "downgrade"}
    row |= {"skip_reason": "情节较重", "defence": "none", "entered_by": incident.entered_by, "entered_at": day}
    decided = {"state": "confirmed", "decided_by": boss, "decided_at": day}
    handed = {"served_on": DAY, "served_how": "handed", "served_by": incident.entered_by}
    refused = ("incident_begins_proposed", "违规处理须先由经办人提出，再由另一人审定。")
    for more in (decided, decided | handed, decided | {"state": "returned", "return_reason": "x"}):
        assert refusal(Incident(**row, **more).save) == refused
    assert refusal(lambda: Incident.objects.bulk_create([Incident(**row, **decided)])) == refused
    Incident(**row).save()  # control: undecided the same row goes through


def test_what_is_confirmed_stays_and_is_served_once():
    incident = confirmed(hired())

    def write(what):
        return refusal(sql(f"UPDATE evaluation_incident SET {what}"))

    sentence = "违规登记以后不能修改或删除，只能听取陈述申辩、审定或者退回；审定以后只能登记一次送达。"
    assert write("facts = '别的'") == ("incident_kept", sentence)
    assert write("state = 'returned', return_reason = 'x'")[0] == "incident_kept"
    assert write("served_on = '2026-03-03'")[0] == "served_notice_says_when_and_how"
    early = write("served_on = '2026-03-01', served_how = 'handed', served_by_id = entered_by_id")
    assert early == ("incident_served_after_its_decision", "违规处理通知书的送达日期不能早于审定之日。")
    for other in (head(incident.assistant), clerk(hired())):
        handed = write(f"served_on = '2026-03-03', served_how = 'handed', served_by_id = {other.pk}")
        assert handed == ("incident_served_by_a_clerk", "违规处理通知书的送达由本县（区）司法局经办人登记。")
    served(incident)  # control: by a clerk of the county the service goes through
    assert write("served_on = '2026-03-09'")[0] == "incident_kept"
    other = heard(hired())
    early = f"UPDATE evaluation_incident SET served_on = day, served_how = 'handed', served_by_id = entered_by_id WHERE id = {other.pk}"
    assert refusal(sql(early))[0] == "incident_kept"


def test_a_dismissal_past_the_form():
    contract = hired()
    on_record(contract)
    dismissal = dismissing(contract)
    boss = head(contract).pk

    def write(what):
        return refusal(sql(f"UPDATE evaluation_dismissal SET {what}"))[0]

    assert write("facts = '别的'") == "dismissal_kept"
    assert write("state = 'returned', return_reason = 'x', decided_at = now(), decided_by_id = entered_by_id") == (
        "dismissal_decided_by_another"
    )
    assert write(f"state = 'confirmed', decided_at = now(), decided_by_id = {boss}") == "decided_dismissal_says_by_whom"
    assert refusal(sql("DELETE FROM evaluation_dismissal"))[0] == "dismissal_kept"

    def copied(**values):
        row = Dismissal.objects.get(pk=dismissal.pk)
        row.pk, row._state.adding, row.contract = None, True, hired()
        for name, value in values.items():
            setattr(row, name, value)
        return row.save

    for values, name in (
        ({"contract": contract}, "one_dismissal_per_contract"),
        ({"lawful": "dereliction"}, "dismissal_meets_a_lawful_ground"),
        ({"finding": ""}, "dismissal_has_facts_and_finding"),
        ({"ground": "serious", "own_conduct": True}, "serious_dismissal_has_its_finding"),
        ({"statement": ""}, "dismissal_hears_the_person"),
        ({"suspected_crime": True}, "suspected_crime_is_referred"),
    ):
        assert refusal(copied(**values))[0] == name
    copied(ground="serious", own_conduct=True, bad_influence=True)()  # control: with its finding the same row goes through


def test_a_decided_dismissal_is_served_once_after_the_decision_and_by_a_clerk_of_the_county():
    contract = hired()
    serious = {"ground": "serious", "own_conduct": True, "bad_influence": True}
    waiting = dismissing(hired(contract.line), **serious)
    dismissal = dismissing(contract, **serious)
    dismissal = actions.confirm_dismissal(dismissal=dismissal, by=head(contract), seen=1, now=at(date(2026, 3, 20)))

    def write(what, row=dismissal):
        return refusal(sql(f"UPDATE evaluation_dismissal SET {what} WHERE id = {row.pk}"))

    def served_by(user, day="2026-03-21", how="handed"):
        return f"served_on = '{day}', served_how = '{how}', served_by_id = {user.pk}"

    by = clerk(contract)
    assert write(served_by(by), waiting)[0] == "dismissal_kept"
    sentence = "解聘审定以后才能登记送达，并须写明日期、方式和登记人。"
    assert write(served_by(by, how="")) == ("served_dismissal_says_when_and_how", sentence)
    assert write("served_on = '2026-03-21'") == ("served_dismissal_says_when_and_how", sentence)
    early = write(served_by(by, day="2026-03-19"))
    assert early == ("dismissal_served_after_its_decision", "解聘通知书的送达日期不能早于审定之日。")
    for other in (head(contract), clerk(hired())):
        assert write(served_by(other)) == ("dismissal_served_by_a_clerk", "解聘通知书的送达由本县（区）司法局经办人登记。")
    assert write(f"facts = '别的', {served_by(by)}")[0] == "dismissal_kept"
    sql(f"UPDATE evaluation_dismissal SET {served_by(by)} WHERE id = {dismissal.pk}")()  # control: the same write by the clerk goes through
    once = "解聘提出以后不能修改或删除，只能审定或者退回后重新提出；审定以后只能登记一次送达。"
    assert write(served_by(by, day="2026-03-22")) == ("dismissal_kept", once)
    assert write("served_on = NULL, served_how = '', served_by_id = NULL")[0] == "dismissal_kept"


@pytest.mark.parametrize("fewest", [1, 6])
def test_the_number_of_breaches_has_its_bounds(fewest):
    row = DailyRules(county=hired().county, fewest_breaches=fewest)
    assert refusal(row.save) == ("fewest_breaches_within_bounds", "多次违规的最少次数应在 2 到 5 之间。")


def test_no_path_dismisses_as_repeated_without_the_record():
    contract = hired()
    on_record(contract)
    dismissal = dismissing(contract)
    DailyRules.objects.create(county=contract.county, fewest_breaches=4)
    departure = departure_of(dismissal)
    departure.save()
    decision = f"state = 'confirmed', decided_at = now(), decided_by_id = {head(contract).pk}, departure_id = {departure.pk}"
    confirm = sql(f"UPDATE evaluation_dismissal SET {decision} WHERE id = {dismissal.pk}")
    sentence = "多次违规的次数、送达过的教育、教育以后的违规三项缺一项，不能以此解聘。"
    assert refusal(confirm) == ("repeated_dismissal_rests_on_the_record", sentence)
    DailyRules.objects.update(fewest_breaches=3)
    confirm()  # control: by a number that the record reaches the same write goes through


def departure_of(dismissal):
    """What a decided dismissal leads to, not yet written."""
    row = Departure(contract=dismissal.contract, ground=dismissal.lawful, last_day=dismissal.last_day, notified_on=dismissal.last_day)
    row.paper, row.entered_by, row.entered_at = dismissal.evidence, dismissal.entered_by, dismissal.entered_at
    row.state, row.decided_by, row.decided_at = "confirmed", head(dismissal.contract), at(dismissal.last_day)
    return row


def test_no_path_lets_a_dismissal_end_another_contract_or_on_other_terms():
    serious = {"ground": "serious", "own_conduct": True, "bad_influence": True}
    contract = hired()
    dismissal = dismissing(contract, **serious)
    own = departure_of(dismissal)
    own.save()
    another = dismissing(hired(contract.line), **serious)
    other = departure_of(another)
    other.save()
    resigned = left(hired(contract.line))

    def confirm(departure, row):
        decision = f"state = 'confirmed', decided_at = now(), decided_by_id = {head(contract).pk}, departure_id = {departure.pk}"
        return sql(f"UPDATE evaluation_dismissal SET {decision} WHERE id = {row.pk}")

    refused = ("dismissal_ends_its_own_contract", "解聘带来的离职须是同一份合同的，事由和最后工作日与解聘一致。")
    for departure in (other, resigned):
        assert refusal(confirm(departure, dismissal)) == refused
    assert refusal(sql(f"UPDATE evaluation_departure SET contract_id = {other.contract_id} WHERE id = {own.pk}"))[0] == "departure_kept"
    confirm(own, dismissal)()  # control: with its own departure the same write goes through
    confirm(other, another)()
    assert refusal(sql(f"UPDATE evaluation_dismissal SET departure_id = {other.pk} WHERE id = {dismissal.pk}"))[0] == "dismissal_kept"


def test_no_path_begins_a_dismissal_decided():
    contract = hired()
    on_record(contract)
    dismissal = dismissing(contract)
    other = hired(contract.line)
    own = ("id", "contract_id", "state", "decided_by_id", "decided_at", "departure_id", "return_reason")
    columns = ", ".join(field.column for field in Dismissal._meta.concrete_fields if field.column not in own)
    departure = left(other)

    def begin(state, *decision):
        return sql(
            f"INSERT INTO evaluation_dismissal ({columns}, contract_id, state, decided_by_id, decided_at, departure_id, return_reason)"
            f" SELECT {columns}, %s, %s, %s, %s, %s, %s FROM evaluation_dismissal WHERE id = %s",
            *(other.pk, state, *decision, dismissal.pk),
        )

    refused = ("dismissal_begins_proposed", "解聘须先由经办人提出，再由另一人审定。")
    assert refusal(begin("confirmed", head(contract).pk, at(DAY), departure.pk, "")) == refused
    assert refusal(begin("returned", head(contract).pk, at(DAY), None, "x")) == refused
    begin("proposed", None, None, None, "")()  # control: undecided the same row goes through
