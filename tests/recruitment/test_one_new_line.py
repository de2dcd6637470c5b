"""One line added to a track is asked, checked, refused by and screened for, everywhere at once and nowhere by hand."""

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.models import County, Message, User
from policy import eligibility as conditions
from policy.answers import COLUMNS
from policy.eligibility import for_track
from policy.people import Convention
from policy.powers import Role
from policy.rules import bars
from policy.screening import refs
from recruitment import actions, dossier, eligibility
from recruitment.forms.applicant import DeclarationForm
from recruitment.forms.review import ReviewForm
from recruitment.models import Application, Intake, Round, Scheme
from staffing.screening.sheets import judge_workbook
from tests.recruitment import internal
from tests.recruitment.desks import desk_of, get, post, signed_in, text
from tests.recruitment.factories import OPEN, fill_in, make_announced_round, make_application, make_draft
from tests.staffing.factories import staff
from tests.staffing.sheets import make_person, make_sheet

LINES = {
    "public": bars("new", "四(二)2(6)", "不适合从事司法协理员工作", title="没有新增的情形", evidence="新增的材料"),
    "internal": bars("new", "四(一)6(5)", "不适合从事司法协理员工作", title="没有新增的情形", evidence="新增的材料"),
}
JUDGED = {  # the same sentences, about a fact that the sheet has a column for
    "public": bars("new", "四(二)2(6)", "不适合从事司法协理员工作", lambda c: c.registered_in_yangquan, title="新增", evidence="户口簿"),
    "internal": bars("new", "四(一)6(5)", "不适合从事司法协理员工作", lambda c: c.serves_county_bureau, title="新增", evidence="名册"),
}
QUESTION = "您是否有“不适合从事司法协理员工作”的情形"
ANSWERS = {"conduct": True, "skills": True, "discipline": True}


@pytest.fixture
def add(monkeypatch):
    """Add one line to the end of a track, as an edit of `policy/eligibility.py` would."""

    def one_line(track, line):
        monkeypatch.setattr(conditions, track.upper(), (*for_track(track), line))

    return one_line


def draft(track):
    """A draft in a round of the track; of internal selection by somebody of whom the roster tells everything."""
    if track == "public":
        return make_draft(make_announced_round())
    round = internal.make_internal_round()
    return internal.draft(round, internal.make_serving(round))


def submitted(track):
    return make_application() if track == "public" else internal.apply(internal.make_internal_round())


def screened(track):
    sheet = make_sheet(track, make_person(track))
    as_of = OPEN.date()
    screening = judge_workbook(sheet, track=track, as_of=as_of, convention=Convention.STRICT).screening
    return screening.rows[0].outcome.value, refs(screening.rows[0].failed), refs(screening.by_hand)


def own(application, name, *args):
    """A page of the applicant's own."""
    return get(signed_in(application.applicant), reverse(f"recruitment:{name}", args=[application.pk, *args]), now=OPEN)


def declarations(application):
    """All pages of the declaration."""
    pages = (own(application, "declarations_part", part) for part in range(1, 9))
    return "".join(text(page) for page in pages if page.status_code == 200)


@pytest.mark.parametrize("track", sorted(COLUMNS))
def test_the_screening_judges_the_new_line_or_leaves_it_to_a_person(add, track):
    _, _, by_hand = screened(track)
    ref = LINES[track].clause.ref
    assert screened(track) == ("eligible", (), by_hand)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conditions, track.upper(), (*for_track(track), JUDGED[track]))
        assert screened(track) == ("ineligible", (ref,), by_hand)
    add(track, LINES[track])
    assert screened(track) == ("eligible", (), (*by_hand, ref))


@pytest.mark.django_db
@pytest.mark.parametrize("track", sorted(COLUMNS))
def test_the_applicant_is_asked_about_it(add, track):
    before = draft(track)
    assert QUESTION not in declarations(before)
    add(track, LINES[track])
    assert QUESTION in declarations(before)
    after = fill_in(before)
    assert after.declared["new"] is False
    assert "没有新增的情形" in text(own(after, "check_answers"))


@pytest.mark.django_db
@pytest.mark.parametrize("track", sorted(COLUMNS))
def test_the_reviewer_checks_it_and_cannot_pass_it_over(add, track):
    application = submitted(track)
    clerk = desk_of(application.round.county)
    address = f"/desk/applications/{application.pk}/"
    assert "没有新增的情形" not in text(get(clerk, address, now=OPEN))
    add(track, LINES[track])
    page = text(get(clerk, address, now=OPEN))
    assert "没有新增的情形" in page
    assert 'name="answer_new"' in page
    assert "看：新增的材料" in page
    old = {f"answer_{key}": "yes" for key in ANSWERS} | {"decision": "passed", "seen": application.version}
    assert "还有 1 项没有核对：没有新增的情形。" in text(post(clerk, f"{address}review/", old, now=OPEN))
    assert "已录入“通过”" in text(post(clerk, f"{address}review/", old | {"answer_new": "yes"}, now=OPEN))


@pytest.mark.django_db
@pytest.mark.parametrize("track", sorted(COLUMNS))
def test_a_refusal_gives_it_as_the_reason_to_the_reviewer_in_the_letter_and_on_the_applicants_page(add, track):
    application, ref = submitted(track), LINES[track].clause.ref
    clerk, hr = staff(application.round.county, Role.COUNTY_CLERK), staff(application.round.county, Role.COUNTY_HR)
    said = {"application": application, "decision": "failed", "answers": {}, "reason": "new", "sentence": "查实有新增的情形。"}
    with clock.standing_at(OPEN), pytest.raises(actions.PROBLEMS, match="请选择原因。"):
        actions.enter_review(**said, by=clerk, seen=application.version, now=OPEN)
    add(track, LINES[track])
    page = {"decision": "failed", "seen": application.version, "answer_new": "no"}
    panel = text(post(desk_of(application.round.county), f"/desk/applications/{application.pk}/review/", page, now=OPEN))
    assert f'<option value="new">没有新增的情形（{ref}）</option>' in panel
    with clock.standing_at(OPEN):
        entry = actions.enter_review(**said, by=clerk, seen=application.version, now=OPEN)
        actions.confirm_entry(entry=entry, by=hr, seen=application.version, now=OPEN)
    letter = Message.objects.get(recipient=application.applicant, letter="stage_decided")
    assert f"资格审查未通过（依据：{ref}）" in letter.body
    assert len(f"{letter.subject}{letter.body}") <= 70
    page = text(own(application, "my_application"))
    assert "查实有新增的情形。" in page
    assert f"不适合从事司法协理员工作<cite>依据：阳政办发〔2024〕9号 {ref}</cite>" in page


def test_the_internal_track_asks_checks_and_refuses_by_it_too(add):
    """What its pages are made of, asked about a round that is in no database."""
    round = Round(intake=Intake(track="internal"), county=County(name="平定县"))
    Scheme(round=round)
    application = Application(round=round, applicant=User(name="演示"), declared={"new": True})

    def derived():
        asked = eligibility.asked(round)
        verdict = eligibility.verdict(application)
        form = ReviewForm({"reason": "new"}, rules=eligibility.rules_of(round), open_findings=verdict.open)
        reasons = [key for key, _ in form.fields["reason"].choices]
        letter = next(one for one in dossier.letters(application, "failed", form, OPEN) if one.chosen)
        checks = {check.rule.key: check.evidence for check in dossier.checks(application, verdict, form, answered=False)}
        questions = DeclarationForm(rules=asked, promises=False).fields
        return "new" in questions, "new" in reasons, checks.get("new"), "依据：四(一)6(5)" in letter.before

    assert derived() == (False, False, None, False)
    add("internal", LINES["internal"])
    assert derived() == (True, True, "本人声明有此情形", True)
    assert DeclarationForm(rules=eligibility.asked(round), promises=False).fields["new"].label == QUESTION
