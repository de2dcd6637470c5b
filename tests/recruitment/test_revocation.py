"""取消资格 at every stage after the review: what it touches is said first, two people do it, and the ledger is right at once."""

import pytest

from bureaus import clock
from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from bureaus.models import AuditEvent, Message
from bureaus.tenancy import Stale
from policy.powers import Role
from recruitment import actions, ranking, revocation
from recruitment.models import Application, Entry, StageResult, Standing, Status
from staffing import actions as staffing
from staffing.models import Contract, Posting
from tests.recruitment import stages
from tests.recruitment.factories import OPEN, make_application
from tests.recruitment.kept import again, get, once, send
from tests.recruitment.stages import EXAMINED, INTERVIEWED, POSTED, POSTED_OUT, SCORES, SIGNED, WRITTEN, applications, clerk, head, hr
from tests.staffing.factories import make_county, make_user
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

seated = once(stages.make_seated_round, people=4)
inspecting = once(stages.make_inspection_round)
published = once(stages.make_published_round)
contracting = once(stages.make_contract_round)
UNTRUE = {"ground": "untrue", "sentence": "毕业证书经学信网核实为伪造。"}


def enter(application, now, *, by=None, **words):
    with clock.standing_at(now):
        return actions.enter_revocation(
            application=application, by=by or clerk(application.round), seen=application.version, now=now, **UNTRUE | words
        )


def revoke(application, now, **words):
    entry = enter(application, now, **words)
    with clock.standing_at(now):
        return actions.revoke(entry=entry, by=head(application.round), seen=application.version, now=now)


def proposed(round):
    return Application.objects.select_related("round__county", "round__intake", "round__scheme").get(round=round, standing__proposed=True)


def use(round):
    return round.vacancies.get().line.plan.lines.with_use().get().use("public")


def said(application):
    return dict(revocation.effects(application).rows)


# ---- who does it ----


def test_the_clerk_enters_the_head_confirms_and_the_person_reads_clause_and_reason(seated):
    round = again(seated)
    person = applications(round)[0]
    page = get(clerk(round), "revocation", person.pk, now=WRITTEN).content.decode()
    assert "第 1 考场" in page
    assert "座位空出，其他人的座位和准考证号不变" in page
    answer = send(clerk(round), "revocation", person.pk, now=WRITTEN, seen=person.version, **UNTRUE).content.decode()
    assert "取消资格已拟定，等负责人审定；审定前什么都不变。" in answer
    assert str(OneHand()) in answer
    assert "撤回拟定的意见" in answer
    person.refresh_from_db()
    assert person.status == Status.ACTIVE

    desk = get(head(round), "desk", now=WRITTEN).content.decode()
    assert "审定取消资格" in desk
    wrong = send(head(round), "revocation_confirm", person.pk, now=WRITTEN, seen=person.version, typed="别人").content.decode()
    assert f"写的与“{person.name}”不同，请照写。" in wrong
    answer = send(head(round), "revocation_confirm", person.pk, now=WRITTEN, seen=person.version, typed=person.name).content.decode()
    assert f"{person.name}的应聘资格已取消，已通知本人。" in answer
    person.refresh_from_db()
    result = StageResult.objects.get(application=person, stage="revocation")
    assert (person.status, person.stage) == (Status.REVOKED, "written_exam")
    assert (result.entered_by, result.decided_by, result.clause) == (clerk(round), head(round), "四(二)3.原则")
    letter = Message.objects.get(recipient=person.applicant, letter="qualification_revoked")
    assert "（依据：四(二)3.原则）" in letter.body
    mine = get(person.applicant, "my", now=WRITTEN).content.decode()
    assert "您的应聘资格已被取消" in mine
    assert UNTRUE["sentence"] in mine
    assert "公开、公平、公正的原则" in mine
    assert AuditEvent.objects.filter(verb="revoke").count() == 1


def test_one_hand_a_relative_another_role_and_another_county_are_refused(seated):
    round = again(seated)
    person = applications(round)[0]
    for outsider in (hr(round), head(round)):
        with pytest.raises(Refused):
            enter(person, WRITTEN, by=outsider)
    assert get(make_user(Role.COUNTY_CLERK, make_county()), "revocation", person.pk, now=WRITTEN).status_code == 404
    assert get(hr(round), "revocation", person.pk, now=WRITTEN).status_code == 403
    entry = enter(person, WRITTEN)
    with clock.standing_at(WRITTEN):
        with pytest.raises(Refused):
            actions.revoke(entry=entry, by=clerk(round), seen=person.version, now=WRITTEN)
        actions.declare_relative(application=person, staff=head(round), relation="近姻亲关系", by=head(round), now=WRITTEN)
        with refused(Refused, "您已申报与该报名人存在回避关系，不能办理此件。"):
            actions.revoke(entry=entry, by=head(round), seen=person.version, now=WRITTEN)


def test_what_moved_on_meanwhile_is_not_revoked_on_an_old_page(seated):
    round = again(seated)
    person = applications(round)[0]
    entry = enter(person, WRITTEN)
    Application.objects.filter(pk=person.pk).update(version=person.version + 1)
    with clock.standing_at(WRITTEN), pytest.raises(Stale):
        actions.revoke(entry=entry, by=head(round), seen=person.version + 1, now=WRITTEN)


def test_the_head_sends_back_or_the_clerk_takes_back_and_nothing_has_changed(seated):
    round = again(seated)
    first, second, *_ = applications(round)
    enter(first, WRITTEN)
    enter(second, WRITTEN)
    answer = send(head(round), "revocation_send_back", first.pk, now=WRITTEN, reason="证据不足").content.decode()
    assert "资格没有取消。" in answer
    answer = send(clerk(round), "application_take_back", second.pk, now=WRITTEN, stage="revocation").content.decode()
    assert f"{second.name}：已撤回“取消资格”，可以重新办理。" in answer
    assert not Entry.objects.exists()
    assert {one.status for one in applications(round)} == {Status.ACTIVE}


def test_before_the_review_is_passed_and_after_the_end_there_is_nothing_to_revoke():
    waiting = make_application()
    with refused(Impossible, "资格审查还没有通过。审查中发现不符合条件的，请作“不通过”。"):
        enter(waiting, OPEN)
    page = get(clerk(waiting.round), "revocation", waiting.pk, now=OPEN).content.decode()
    assert "现在不能取消资格" in page


def test_a_ground_and_a_sentence_are_owed(seated):
    person = applications(again(seated))[0]
    with refused(Impossible, "请选择取消资格的依据。"):
        enter(person, WRITTEN, ground="other")
    with refused(Impossible, "请用一句话写明查实的情况，报名人会看到。"):
        enter(person, WRITTEN, sentence="  ")


# ---- what it touches, stage by stage ----


def test_who_is_revoked_after_sitting_takes_no_place_on_the_shortlist(seated):
    round = again(seated)
    best = applications(round)[0]
    sheet = stages.confirm(stages.enter(round, "written_exam", SCORES[:4], WRITTEN), WRITTEN)
    assert "本人的笔试成绩不计入入围" in said(best)["考试和名次"]
    revoke(best, WRITTEN)
    stages.release(sheet, WRITTEN)
    stages_of = {one.pk: (one.stage, one.status) for one in applications(round)}
    others = applications(round)[1:]
    assert [stages_of[one.pk] for one in others] == [("interview", Status.ACTIVE)] * 3
    assert stages_of[best.pk] == ("written_exam", Status.REVOKED)


def test_an_order_of_merit_that_is_not_published_closes_up():
    round = stages.make_interview_round()
    stages.score(round, "interview", SCORES[:3], INTERVIEWED)
    round = again(round.pk)
    first = proposed(round)
    second = Standing.objects.get(vacancy__round=round, rank=2).application
    assert said(first)["空出的名额和递补"] == f"依次进入拟聘用名额：{second.name}。"
    revoke(first, INTERVIEWED)
    assert list(Standing.objects.filter(vacancy__round=round, proposed=True).values_list("application", flat=True)) == [second.pk]
    assert use(round).reserved == 1


def test_one_who_is_proposed_makes_room_for_the_next_as_the_scheme_says(inspecting):
    round = again(inspecting)
    first = proposed(round)
    second = Standing.objects.get(vacancy__round=round, rank=2).application
    assert f"可以递补：{second.name}" in said(first)["空出的名额和递补"]
    revoke(first, EXAMINED)
    assert use(round).reserved == 1
    assert ranking.open_places(round) == 1
    with clock.standing_at(EXAMINED):
        called = actions.substitute(vacancy=round.vacancies.get(), by=clerk(round), now=EXAMINED)
    assert [standing.application_id for standing in called] == [second.pk]


def test_during_the_publicity_the_place_goes_back_to_the_ledger_in_the_same_act(published):
    round = again(published)
    person = proposed(round)
    assert (use(round).reserved, use(round).remaining) == (1, 0)
    assert said(person)["数额台账"] == "预留的 1 个名额同时退回数额台账。"
    revoke(person, POSTED)
    assert (use(round).reserved, use(round).remaining) == (0, 1)


def test_before_signing_the_unsigned_contract_is_dropped_and_the_end_of_the_round_does_not_free_twice(contracting):
    round = again(contracting)
    person = proposed(round)
    stages.prepare(person)
    assert said(person)["聘用合同"] == "已拟定、还没有签订的合同作废。"
    entry = enter(person, POSTED_OUT)
    with refused(Impossible, "取消资格正在等负责人审定，审定后再办合同。"):
        stages.sign(person)
    with clock.standing_at(POSTED_OUT):
        actions.revoke(entry=entry, by=head(round), seen=person.version, now=POSTED_OUT)
    assert not Contract.objects.exists()
    assert (use(round).reserved, use(round).filled) == (0, 0)
    stages.post(round, "hires", SIGNED)
    stages.close(round, SIGNED)
    assert (use(round).reserved, use(round).remaining) == (0, 1)


def test_after_signing_contract_posting_and_ledger_end_together(contracting):
    round = again(contracting)
    person = proposed(round)
    stages.prepare(person)
    stages.sign(person)
    person = Application.objects.select_related("round__county", "round__intake", "round__scheme").get(pk=person.pk)
    assert "《劳动合同法》第三十九条" in said(person)["聘用合同"]
    revoke(person, SIGNED)
    contract, posting = Contract.objects.get(), Posting.objects.get()
    today = clock.today(SIGNED)
    assert (contract.ended_on, contract.ended_ground, posting.last_day) == (today, "deceit", today)
    assert (use(round).filled, use(round).released, use(round).remaining) == (1, 1, 0)
    stages.post(round, "hires", SIGNED)
    stages.close(round, SIGNED)
    assert (use(round).reserved, use(round).released) == (0, 1)


def test_it_happens_whole_or_not_at_all(published):
    round = again(published)
    person = proposed(round)
    entry = enter(person, POSTED)
    line = round.vacancies.get().line
    with clock.standing_at(POSTED):
        staffing.free(line=line, track="public", number=1, reference=revocation.reference(person), now=POSTED)
        with pytest.raises(actions.PROBLEMS):
            actions.revoke(entry=entry, by=head(round), seen=person.version, now=POSTED)
    person.refresh_from_db()
    assert person.status == Status.ACTIVE
    assert Entry.objects.filter(pk=entry.pk).exists()
