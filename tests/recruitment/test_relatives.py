"""亲属在司法行政系统工作情况: asked of everybody, sealed, masked for reviewers, a hint for 回避 and a reason for nothing."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from bureaus import clock
from bureaus.models import AuditEvent, User
from policy.powers import Role
from recruitment import actions, answers, dossier, eligibility, registration, reuse
from recruitment.models import Application
from tests.recruitment import internal, kept
from tests.recruitment.applying import get, send, words
from tests.recruitment.desks import desk_of, post, text
from tests.recruitment.desks import get as look
from tests.recruitment.factories import CLOSES, OPEN, fill_in, make_announced_round, make_application, make_draft
from tests.staffing.factories import make_county, staff
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

UNCLE = {"name": "司法明", "relation": "舅舅", "place": "盂县司法局，科员", "others": ""}
SAID = {"relatives_0": "yes", "relatives_1": "司法明", "relatives_2": "舅舅", "relatives_3": "盂县司法局，科员", "relatives_4": ""}
NO = {"citizenship": "yes", "crime": "no", "detention_or_drugs": "no", "bad_credit": "no"}
RELATIVES = registration.RELATIVES
round_ = kept.once(lambda: make_announced_round(make_county("盂县")))


@pytest.fixture
def round(round_):
    return kept.again(round_)


def row(parts, label=RELATIVES):
    return next(value for part in parts for name, value in part.rows if name == label)


def test_it_is_asked_on_the_first_page_of_the_declarations_on_both_tracks(round):
    inside = internal.make_internal_round()
    drafts = (make_draft(round), internal.draft(inside, internal.make_serving(inside)))
    for application in drafts:
        page = words(get(application, "declarations"))
        assert f"您是否有亲属在{application.round.county}司法行政系统（司法局、司法所）工作" in page
        assert "relatives_0" not in words(get(application, "declarations_part", 2))


def test_what_was_said_is_kept_shown_and_read_back(round):
    application = make_draft(round)
    assert send(application, "declarations", NO | SAID).status_code == 302
    saved = Application.objects.select_related("round__intake", "round__scheme", "applicant").get(pk=application.pk)
    assert (saved.has_relatives, saved.told_relatives) == (True, UNCLE)
    page = words(get(application, "declarations"))
    assert [f'value="{UNCLE[key]}"' in page for key in ("name", "relation", "place")] == [True] * 3
    assert row(answers.read_back(saved, None)) == "有：司法明，舅舅，盂县司法局，科员"
    send(application, "declarations", NO | SAID | {"relatives_0": "no"})
    saved.refresh_from_db()
    assert (saved.has_relatives, saved.relatives, row(answers.read_back(saved, None))) == (False, None, "没有")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"relatives_0": ""}, "请选择是否有亲属在本县（区）司法行政系统工作。"),
        ({"relatives_1": " "}, "选了“是”的，请写明亲属的姓名。"),
        ({"relatives_2": "", "relatives_3": ""}, "选了“是”的，请写明亲属的与您的关系、单位和职务。"),
        ({"relatives_4": "长" * 301}, "“还有其他亲属的，逐人写明”不能超过 300 个字，请缩短。"),
    ],
)
def test_half_an_answer_is_told_in_one_sentence_and_what_was_typed_stays(round, changed, sentence):
    application = make_draft(round)
    page = words(send(application, "declarations", NO | SAID | changed))
    assert page.count(sentence) == 2  # in the summary, and at the field
    assert ('value="舅舅"' in page) is ("relatives_2" not in changed)
    assert Application.objects.get(pk=application.pk).has_relatives is None


def test_nobody_names_a_relative_without_a_name_past_the_form(round):
    application = make_draft(round)
    with refused(actions.Impossible, "有亲属在司法行政系统工作的，请写明姓名、关系、单位和职务。"), clock.standing_at(OPEN):
        actions.declare(
            application=application, declared={}, relatives={"name": "司"}, consent=None, pledge=None, by=application.applicant, now=OPEN
        )


def test_without_an_answer_nothing_is_submitted(round):
    application = fill_in(make_draft(round))
    Application.objects.filter(pk=application.pk).update(has_relatives=None)
    application.refresh_from_db()
    with pytest.raises(actions.Incomplete) as lacking, clock.standing_at(OPEN):
        actions.submit(application=application, nonce="0" * 32, by=application.applicant, seen=application.version, now=OPEN)
    assert lacking.value.missing == [RELATIVES]


def test_what_was_submitted_before_it_was_asked_is_mended_without_it(round):
    application = make_application(round)
    Application.objects.filter(pk=application.pk).update(has_relatives=None, consent_version="2024-1")
    old = Application.objects.select_related("round__intake", "round__scheme", "applicant").get(pk=application.pk)
    assert registration.missing(old, old.applicant.profile) == []
    assert row(answers.read_back(old, None), "个人信息处理同意书") == "已同意"


def test_it_lies_sealed(round):
    application = make_application(round, relatives=UNCLE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT relatives FROM recruitment_application WHERE id = %s", [application.pk])
        stored = cursor.fetchone()[0]
    assert stored.startswith(("AES-GCM.", "SM4-GCM."))
    assert "司法明" not in stored
    told = "".join(map(str, AuditEvent.objects.values_list("details", flat=True)))
    assert ("司法明" in told, "舅舅" in told) == (False, False)


def test_the_receipt_says_that_somebody_was_named_and_not_who(round):
    paper = make_application(round, relatives=UNCLE)
    source = json.dumps(actions.registration.receipt_paper(paper, now=OPEN).source, ensure_ascii=False)
    assert ("有，已填写" in source, "司法明" in source) == (True, False)


def test_a_reviewer_reads_it_masked_and_opens_it_for_a_reason(round):
    application = make_application(round, relatives=UNCLE)
    desk, page = desk_of(round.county), reverse("recruitment:application", args=[application.pk])
    shown = text(look(desk, page, now=OPEN))
    assert "有：司**，舅舅；姓名、单位和职务平时不完整显示" in shown
    assert ("司法明" in shown, "科员" in shown) == (False, False)
    opened = text(post(desk, reverse("recruitment:application_reveal", args=[application.pk]), {"occasion": "identity"}, now=OPEN))
    assert "有：司法明，舅舅，盂县司法局，科员" in opened
    assert AuditEvent.objects.filter(verb="reveal_personal_data", by=staff(round.county, Role.COUNTY_CLERK)).count() == 1


def test_no_list_that_leaves_the_portal_and_no_public_page_names_them(round):
    application = make_application(round, relatives=UNCLE)
    desk = desk_of(round.county)
    answer = look(desk, reverse("recruitment:applications_export") + "?state=", now=OPEN)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = [value for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True) for value in row]
    assert (application.number in rows, [value for value in rows if value and "司法明" in str(value)]) == (True, [])
    public = look(Client(), reverse("recruitment:posts", args=[round.pk]), now=OPEN)
    assert "司法明" not in text(public)


def test_a_namesake_at_the_bureau_is_a_hint_and_holds_nothing_up(round):
    application = make_application(round, relatives=UNCLE)
    clerk, hr = staff(round.county, Role.COUNTY_CLERK), staff(round.county, Role.COUNTY_HR)
    assert dossier.namesake(application, clerk) == ""
    User.objects.filter(pk=hr.pk).update(name="司法明")
    after = "同名不等于是亲属，不影响审查；确有亲属关系的，请本人申报回避。"
    assert dossier.namesake(application, clerk) == f"本县（区）有 1 个工作人员账号与报名人填写的亲属同名。{after}"
    assert dossier.namesake(application, hr) == f"您与报名人填写的亲属同名。{after}"
    answered = {finding.rule.key: True for finding in eligibility.verdict(application).open}
    words = {"answers": answered, "reason": "", "sentence": "", "seen": application.version, "now": OPEN}
    with clock.standing_at(OPEN):
        entry = actions.enter_review(application=application, decision="passed", by=clerk, **words)
        confirmed = actions.confirm_entry(entry=entry, by=hr, seen=application.version, now=OPEN)
    assert confirmed.stage == "written_exam"


def test_no_condition_looks_at_it(round):
    named, alone = (make_application(round, relatives=said) for said in (UNCLE, None))
    states = [[(each.rule.key, each.state) for each in eligibility.verdict(one).findings] for one in (named, alone)]
    assert states[0] == states[1]


def test_it_is_offered_again_in_the_same_county_and_nowhere_else(round):
    earlier = make_application(round, relatives=UNCLE)
    with clock.standing_at(OPEN):
        actions.withdraw(application=earlier, reason="", by=earlier.applicant, seen=earlier.version, now=OPEN)
    here, elsewhere = round, make_announced_round(make_county("平定县"))
    drafts = [make_draft(each, earlier.applicant) for each in (here, elsewhere)]
    offered = [[offer.key for offer in reuse.offers(draft, earlier)] for draft in drafts]
    assert ["relatives" in keys for keys in offered] == [True, False]
    with clock.standing_at(OPEN):
        actions.reuse(application=drafts[0], source=earlier, parts=["relatives"], by=earlier.applicant, now=OPEN)
    taken = Application.objects.get(pk=drafts[0].pk)
    assert (taken.has_relatives, taken.told_relatives, taken.declared) == (True, UNCLE, {})


def test_the_closed_last_page_shows_the_boxes_as_they_were_ticked(round):
    application = fill_in(make_draft(round))
    page = words(get(application, "declarations_part", 2, now=OPEN))
    assert checked(page) == set()
    assert checked(words(get(application, "declarations_part", 2, now=CLOSES))) == {"consent", "pledge"}
    untouched = make_draft(round)
    assert checked(words(get(untouched, "declarations_part", 2, now=CLOSES + timedelta(days=1)))) == set()


def checked(page):
    boxes = [box.partition(">")[0] for box in page.split('<input type="checkbox"')[1:]]
    return {box.split('name="')[1].split('"')[0] for box in boxes if " checked" in box}
