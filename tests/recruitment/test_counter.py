"""窗口代填: typed by the clerk and named so, no registration before its person has signed that very text or submitted it online."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localtime
from openpyxl import load_workbook

from bureaus import clock
from bureaus.access import Refused
from bureaus.models import AuditEvent, Message, User
from bureaus.naming import named
from policy.people import Education
from policy.powers import Role
from recruitment import actions, dossier, eligibility
from recruitment.models import Application, CounterEntry, Status
from recruitment.models.counter import form_code
from recruitment.registration import required_of
from tests.bureaus.factories import make_applicant, make_phone
from tests.recruitment import internal, kept
from tests.recruitment.desks import desk_of, get, post, text
from tests.recruitment.factories import CLOSES, OPEN, make_announced_round, make_application, make_draft, make_id_number, make_picture
from tests.recruitment.test_registration_rules import review
from tests.staffing.factories import make_county, staff
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db


announced = kept.once(lambda: make_announced_round(make_county("盂县")))


@pytest.fixture
def round(announced):
    return kept.again(announced)


def clerk(round):
    return staff(round.county, Role.COUNTY_CLERK)


def typed(round, *, phone=None, now=OPEN, by=None, **identity):
    """What the clerk types, papers and all."""
    said = {"name": "赵某", "id_number": make_id_number(), "address": ""} | identity
    sections = {
        "vacancy": {"vacancy": round.vacancies.first()},
        "education": {
            "education": Education.BACHELOR,
            "school": "山西大学",
            "major": "法学",
            "graduated_on": OPEN.date().replace(year=2019),
        },
        "residence": {"registered_in_yangquan": True, "registered_address": "", "lives_in_yangquan": True},
        "experience": {"has_legal_qualification": False, "studied_law": True, "served_in_justice": False, "experience": ""},
    }
    declared = {rule.key: rule.key == "citizenship" for rule in eligibility.asked(round)}
    by = by or clerk(round)
    with clock.standing_at(now):
        application = actions.enter_at_counter(
            round=round, phone=phone or make_phone(), identity=said, sections=sections, declared=declared, relatives={}, by=by, now=now
        )
        for kind in required_of(round):
            actions.attach(application=application, kind=kind, upload=make_picture(), by=by, now=now)
    return Application.objects.select_related("round__county", "applicant").get(pk=application.pk)


def sign(application, *, code=None, now=OPEN):
    with clock.standing_at(now):
        return actions.confirm_at_counter(
            application=application,
            code=code or form_code(application),
            signed=make_picture(name="signed.jpg"),
            by=clerk(application.round),
            seen=application.version,
            now=now,
        )


def test_what_is_typed_is_a_draft_until_it_is_signed(round):
    application = typed(round)
    assert application.status == Status.DRAFT
    submitted = sign(application)
    assert (submitted.status, submitted.stage) == (Status.ACTIVE, "review")
    assert submitted.consented_at == submitted.pledged_at == OPEN
    assert Message.objects.get(letter="application_received").recipient == submitted.applicant


def test_who_typed_it_is_named_everywhere(round):
    application = sign(typed(round))
    events = AuditEvent.objects.filter(about=named(application), verb__in=["enter_at_counter", "confirm_at_counter", "submit_application"])
    assert {event.by for event in events} == {clerk(round)}
    facts = {row["label"]: row["value"] for row in dossier.facts(application)}
    assert facts["窗口代填"] == f"由{clerk(round).name}代填，本人签字确认"


def test_the_clerk_cannot_submit_without_the_signature(round):
    application = typed(round)
    with clock.standing_at(OPEN):
        actions.declare(application=application, declared=application.declared, consent=True, pledge=True, by=clerk(round), now=OPEN)
        application.refresh_from_db()
        with refused(actions.Impossible, "代填的报名还没有经本人确认，不能提交。请打印登记表，本人签字后上传。"):
            actions.submit(application=application, nonce=uuid4(), by=clerk(round), seen=application.version, now=OPEN)


def test_a_signature_counts_for_the_answers_it_was_given_to(round):
    application = typed(round)
    code = form_code(application)
    with clock.standing_at(OPEN):
        actions.save_section(application=application, section="education", by=clerk(round), now=OPEN, major="行政管理")
    application.refresh_from_db()
    with refused(actions.Impossible, "核对码与现在的内容不符：打印以后内容又改过。请重新打印，由本人重新签字。"):
        sign(application, code=code)


def test_nothing_is_taken_at_the_counter_from_the_closing_instant_on(round):
    application = typed(round)
    with pytest.raises(actions.Closed):
        sign(application, now=CLOSES)
    application.refresh_from_db()
    assert application.status == Status.DRAFT
    assert CounterEntry.objects.get().confirmed_at is None


def test_its_person_may_also_submit_it_from_the_own_account(round):
    application = typed(round)
    person = application.applicant
    with clock.standing_at(OPEN):
        actions.declare(application=application, declared=application.declared, consent=True, pledge=True, by=person, now=OPEN)
        application.refresh_from_db()
        submitted = actions.submit(application=application, nonce=uuid4(), by=person, seen=application.version, now=OPEN)
    assert submitted.status == Status.ACTIVE
    assert CounterEntry.objects.get().online is True


def test_after_the_signature_the_clerk_changes_nothing(round):
    application = sign(typed(round))
    with pytest.raises(Refused), clock.standing_at(OPEN):
        actions.save_section(application=application, section="education", by=clerk(round), now=OPEN, major="行政管理")


def test_a_clerk_touches_no_draft_that_its_person_began(round):
    draft = make_draft(round)
    with pytest.raises(Refused), clock.standing_at(OPEN):
        actions.save_section(application=draft, section="education", by=clerk(round), now=OPEN, major="法学")
    number = make_id_number()
    with clock.standing_at(OPEN):
        actions.save_profile(name="赵某", id_number=number, address="", by=draft.applicant, now=OPEN)
    with refused(actions.Impossible, "本人已经在网上开始填写，请本人登录后继续，不能代填。"):
        typed(round, phone=draft.applicant.phone, id_number=number)


def test_a_number_that_belongs_to_somebody_else_is_not_used(round):
    phone = make_phone()
    typed(round, phone=phone)
    with refused(actions.Impossible, "这个手机号码的账号属于另一位报名人，请核对手机号码和身份证号。"):
        typed(round, phone=phone)


def test_an_account_that_says_nobodys_number_is_not_used(round):
    with refused(
        actions.Impossible, "这个手机号码已经注册，还没有填写身份信息，不能确定是不是本人的。请本人登录填写基本信息，或者换一个手机号码。"
    ):
        typed(round, phone=make_applicant().phone)


def test_who_typed_stands_in_the_trail_and_not_the_person(round):
    application = typed(round)
    verbs = AuditEvent.objects.filter(about=named(application)).values_list("verb", "by")
    assert {by for _, by in verbs} == {clerk(round).pk}
    assert "begin_application" not in {verb for verb, _ in verbs}


def test_internal_selection_has_no_counter():
    round = internal.make_internal_round()
    with refused(actions.Impossible, "择优选聘由在册辅助人员本人网上报名，不在窗口代填。"):
        typed(round)
    desk = desk_of(round.county)
    for name in ("counter", "counter_form"):
        assert get(desk, reverse(f"recruitment:{name}", args=[round.pk]), now=OPEN).status_code == 404


def test_another_countys_clerk_types_nothing_here(round):
    with pytest.raises(Refused):
        typed(round, by=staff(make_county("平定县"), Role.COUNTY_CLERK))


def test_typing_again_changes_the_same_draft(round):
    phone, number = make_phone(), make_id_number()
    first = typed(round, phone=phone, id_number=number)
    again = typed(round, phone=phone, id_number=number, name="赵某某")
    assert (again.pk, User.objects.get(pk=again.applicant_id).name) == (first.pk, "赵某某")


def test_one_person_has_one_live_application_at_the_counter_too(round):
    number = make_id_number()
    sign(typed(round, id_number=number))
    other = typed(round, id_number=number)
    with pytest.raises(actions.PROBLEMS) as caught:
        sign(other)
    assert caught.value.constraint == "one_live_application_per_intake"


def test_an_application_from_the_counter_is_reviewed_like_any_other(round):
    assert review(sign(typed(round))).stage == "written_exam"


def test_the_database_keeps_an_unconfirmed_entry_a_draft(round):
    application = typed(round)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Application.objects.filter(pk=application.pk).update(status=Status.WITHDRAWN)
    assert caught.value.__cause__.diag.constraint_name == "counter_entry_is_confirmed_by_its_person"


# ---- returned, and mended where it was typed ----


def returned(round):
    return again(review(sign(typed(round)), "returned"))


def again(application):
    return Application.objects.select_related("round__county", "round__intake", "round__scheme", "applicant").get(pk=application.pk)


def reopen(application, by=None):
    with clock.standing_at(OPEN):
        return actions.reopen_at_counter(application=application, by=by or clerk(application.round), now=OPEN)


def mend(application, *, identity=None, declared=None, **sections):
    with clock.standing_at(OPEN):
        return actions.mend_at_counter(
            application=application, identity=identity, sections=sections, declared=declared, by=clerk(application.round), now=OPEN
        )


def test_what_was_returned_is_mended_at_the_counter_and_signed_again(round):
    application = returned(round)
    reopen(application)
    mend(application, education={"major": "行政管理"})
    assert again(application).status == Status.RETURNED
    submitted = sign(again(application))
    assert (submitted.status, submitted.stage, submitted.major) == (Status.ACTIVE, "review", "行政管理")
    assert submitted.corrections.get().answered is True
    entries = CounterEntry.objects.filter(application=application).order_by("pk")
    assert [entry.word for entry in entries] == ["已提交", "已提交"]
    assert entries[0].signed_id != entries[1].signed_id


def test_a_returned_one_is_touched_only_after_it_was_reopened(round):
    application = returned(round)
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        mend(application, education={"major": "行政管理"})
    reopen(application)
    assert reopen(application) == CounterEntry.objects.unconfirmed().get()


def test_only_what_the_return_names_is_typed_again(round):
    application = sign(typed(round))
    with clock.standing_at(OPEN):
        due_at = OPEN + timedelta(days=2)
        actions.open_correction(
            application=application,
            parts=["education"],
            due_at=due_at,
            reason="毕业院校写错",
            by=clerk(round),
            seen=application.version,
            now=OPEN,
        )
    application = again(application)
    reopen(application)
    with refused(actions.Impossible, "这次只能更正：学历。其他内容没有改动。"):
        mend(application, identity={"name": "钱某", "id_number": make_id_number(), "address": ""})
    with refused(actions.Impossible, "这次只能更正：学历。其他内容没有改动。"):
        mend(application, declared={"citizenship": True})
    page = text(get(desk_of(round.county), reverse("recruitment:counter_form_again", args=[round.pk, entry_of(application).pk]), now=OPEN))
    assert ("id_major" in page, "id_phone" in page, "id_name" in page) == (True, False, False)
    mend(application, education={"school": "山西财经大学"})
    with refused(actions.Impossible, "这份报名正在窗口补正，等本人签字，不能结束更正。"), clock.standing_at(OPEN):
        actions.end_correction(application=again(application), by=clerk(round), seen=again(application).version, now=OPEN)
    assert sign(again(application)).school == "山西财经大学"


def entry_of(application):
    return CounterEntry.objects.unconfirmed().get(application=application)


def test_a_clerk_at_the_counter_gives_nothing_up_for_anybody(round):
    application = returned(round)
    reopen(application)
    with pytest.raises(Refused), clock.standing_at(OPEN):
        actions.withdraw(application=application, reason="", by=clerk(round), seen=application.version, now=OPEN)


def test_nobody_elses_return_is_mended_at_the_counter(round):
    application = again(review(make_application(round), "returned"))
    with refused(actions.Impossible, "只有窗口代填、已退回补正的报名，才能在窗口补正。"):
        reopen(application)
    with refused(actions.Impossible, "只有窗口代填、已退回补正的报名，才能在窗口补正。"):
        reopen(sign(typed(round)))


def test_the_database_takes_no_mended_entry_without_its_persons_word(round):
    application = returned(round)
    reopen(application)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Application.objects.filter(pk=application.pk).update(status=Status.ACTIVE)
    assert caught.value.__cause__.diag.constraint_name == "counter_entry_is_confirmed_by_its_person"


def test_the_pages_lead_from_the_return_to_the_second_signature(round):
    desk = desk_of(round.county)
    application = returned(round)
    first = CounterEntry.objects.get()
    assert "待补正" in text(get(desk, reverse("recruitment:counter", args=[round.pk]), now=OPEN))
    assert "毕业证书看不清楚。" in text(get(desk, reverse("recruitment:counter_entry", args=[first.pk]), now=OPEN))
    page = text(post(desk, reverse("recruitment:counter_reopen", args=[first.pk]), now=OPEN))
    assert "提交补正" in page
    said = {"code": form_code(again(application)), "seen": again(application).version, "signed": make_picture(name="signed.jpg")}
    answer = text(post(desk, reverse("recruitment:counter_entry", args=[entry_of(application).pk]), said, now=OPEN))
    assert "本人已签字确认，报名已提交。" in answer


def test_the_list_of_the_counter_is_exported(round):
    application = sign(typed(round))
    answer = get(desk_of(round.county), reverse("recruitment:counter_export", args=[round.pk]), now=OPEN)
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert (
        "赵某",
        application.number,
        str(application.vacancy.line.office),
        clerk(round).name,
        f"{localtime(OPEN):%Y-%m-%d %H:%M}",
        "已提交",
    ) in rows


def test_what_is_to_be_mended_stands_once_above_the_form_of_the_counter(round):
    desk, form = desk_of(round.county), reverse("recruitment:counter_form", args=[round.pk])
    assert "error-summary" not in text(get(desk, form, now=OPEN))
    page = text(post(desk, form, {"name": ""}, now=OPEN))
    summary = page.partition('<div class="error-summary"')[2].partition("</div>")[0]
    assert page.count('class="error-summary"') == 1
    assert "<form" not in page.partition("<main")[2].partition('class="error-summary"')[0]
    links = re.findall(r'href="#([^"]+)"', summary)
    assert f"还有 {len(links)} 处需要修改" in summary
    assert [f'id="{link}"' in page for link in links] == [True] * len(links)
    assert ["请填写姓名。" in summary, "请选择最高学历。" in summary, "请选择是否有亲属在本县（区）司法行政系统工作。" in summary] == [
        True
    ] * 3


@pytest.mark.parametrize(
    ("page", "tab"), [("counter_entry", "招聘"), ("counter", "招聘"), ("applications", "报名审查"), ("desk", "工作台")]
)
def test_each_page_stands_under_its_tab(round, page, tab):
    keys = {"counter_entry": [entry_of(typed(round)).pk], "counter": [round.pk]}.get(page, [])
    tabs = text(get(desk_of(round.county), reverse(f"recruitment:{page}", args=keys), now=OPEN)).partition('aria-label="主导航"')[2]
    assert re.findall(r'aria-current="page">([^<]+)<', tabs.partition("</nav>")[0]) == [tab]


def test_from_the_counter_form_to_the_signed_sheet(round):
    desk = desk_of(round.county)
    form = reverse("recruitment:counter_form", args=[round.pk])
    assert "请填写姓名。" in text(post(desk, form, {"phone": ""}, now=OPEN))
    application = typed(round)
    entry = CounterEntry.objects.get()
    page = reverse("recruitment:counter_entry", args=[entry.pk])
    sheet = text(get(desk, reverse("recruitment:counter_sheet", args=[entry.pk]), now=OPEN))
    assert form_code(application) in sheet
    assert application.applicant.phone in sheet
    said = {"code": form_code(application), "seen": application.version, "signed": make_picture(name="signed.jpg")}
    answer = text(post(desk, page, said, now=OPEN))
    assert "本人已签字确认，报名已提交。" in answer
    assert application.applicant.name in text(get(desk, reverse("recruitment:counter", args=[round.pk]), now=OPEN))
    assert get(desk, reverse("recruitment:counter_signed", args=[entry.pk]), now=OPEN).status_code == 200


def test_the_pages_are_the_clerks_alone(round):
    entry = CounterEntry.objects.get(application=typed(round))
    for role in (Role.COUNTY_HEAD, Role.COUNTY_HR):
        assert get(desk_of(round.county, role), reverse("recruitment:counter_entry", args=[entry.pk]), now=OPEN).status_code == 403
    other = desk_of(make_county("平定县"))
    assert get(other, reverse("recruitment:counter_sheet", args=[entry.pk]), now=OPEN).status_code == 404
    assert make_applicant().pk != entry.application.applicant_id
