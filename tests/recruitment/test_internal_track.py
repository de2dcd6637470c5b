"""Internal selection by its verbs: the roster is the door, 考核 and 考试 must both be passed, a hire ends what stands in public."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from bureaus import clock
from bureaus.access import OneHand, Refused
from bureaus.models import AuditEvent, Message
from bureaus.naming import named
from policy.powers import Role
from recruitment import actions, eligibility, registration
from recruitment.models import Application, Mark, Opinion, ScoreSheet, Side, Standing, Status
from recruitment.models.applications import AttachmentKind
from staffing import actions as staffing
from staffing.models import Assistant, Auxiliary
from tests.bureaus.factories import make_person
from tests.recruitment import internal
from tests.recruitment.factories import OPEN, fresh, make_announced_round, make_application
from tests.recruitment.internal import ASSESSED
from tests.recruitment.kept import get
from tests.recruitment.stages import WRITTEN, close, confirm, make_seated_round, prepare, release, score, sign
from tests.staffing.factories import NOW, make_auxiliary, make_county, make_number, staff
from tests.staffing.readback import records_of

pytestmark = pytest.mark.django_db


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refusal(statement, *values):
    """The name of the constraint or trigger that refuses a write past every action."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        sql(statement, *values)
    return caught.value.__cause__.diag.constraint_name


def submit(application):
    with clock.standing_at(OPEN):
        return actions.submit(application=application, nonce=uuid4(), by=application.applicant, seen=application.version, now=OPEN)


def correct(row, **changes):
    """The county mends its roster."""
    known = {field.name: getattr(row, field.name) for field in fields(staffing.AuxiliaryFacts)}
    facts = staffing.AuxiliaryFacts(**(known | changes))
    row = Auxiliary.objects.get(pk=row.pk)
    return staffing.change_auxiliary(auxiliary=row, facts=facts, by=staff(row.county, Role.COUNTY_CLERK), seen=row.version, now=NOW)


def test_a_round_goes_from_the_roster_to_a_contract():
    round = internal.make_contract_round()
    first, second, third = Application.objects.filter(round=round).order_by("pk")
    assert [each.status for each in (first, second, third)] == [Status.FAILED, Status.ACTIVE, Status.FAILED]
    assert list(Standing.objects.values_list("assessment", "written", "composite", "rank", "tie_rule", "proposed")) == [
        (Decimal("80.00"), Decimal("90.00"), Decimal("85.00"), 1, "考试成绩", True),
        (Decimal("90.00"), Decimal("80.00"), Decimal("85.00"), 2, "考试成绩", False),
        (Decimal("70.00"), Decimal("60.00"), Decimal("65.00"), 3, "", False),
    ]
    assert first.results.last().sentence == "综合成绩排第 2 名，未进入选聘名额。"
    assert (third.results.last().clause, third.results.last().stage) == ("四(一).程序", "exam")
    bodies = dict(round.notices.values_list("kind", "body"))
    assert "面向本县（区）司法行政系统在职专职辅助人员择优选聘司法协理员 1 名" in bodies["announcement"]
    assert "德占 15%、能占 20%、勤占 15%、绩占 40%、廉占 10%" in bodies["announcement"]
    assert not [word for word in ("笔试", "面试", "考察", "优先", "户籍", "出生日期范围") if word in bodies["announcement"]]
    assert "综合成绩=考核成绩×50%+考试成绩×50%" in bodies["results"]
    prepare(second)
    sign(second)
    second.refresh_from_db()
    assert second.status == Status.HIRED
    assert Assistant.objects.get().id_hash == second.id_hash
    assert Auxiliary.objects.get(pk=second.auxiliary_id).last_day == date(2024, 6, 2)


# the door


def test_whoever_is_not_on_the_roster_of_that_county_on_that_day_may_not_apply():
    round = internal.make_internal_round()
    elsewhere = make_auxiliary(make_county())
    left = internal.make_serving(round, last_day=date(2024, 3, 24))
    stays = internal.make_serving(round, last_day=date(2024, 3, 25))
    for row in (elsewhere, left):
        with pytest.raises(actions.NotOnRoster, match="在册专职辅助人员名单上，不能报名"):
            internal.draft(round, row)
    assert internal.draft(round, stays).status == Status.DRAFT


def test_the_door_is_asked_again_when_it_is_submitted():
    round = internal.make_internal_round()
    row = internal.make_serving(round)
    application = internal.filled(round, row)
    correct(row, last_day=date(2024, 3, 1))
    with pytest.raises(actions.NotOnRoster):
        submit(application)
    correct(Auxiliary.objects.get(pk=row.pk), last_day=None)
    assert submit(application).auxiliary == row


def test_the_database_lets_nobody_past_the_door_and_the_guard_is_what_stops_them():
    round = internal.make_internal_round()
    application = internal.apply(round)
    other = internal.make_serving(round)
    attack = "UPDATE recruitment_application SET auxiliary_id = %s WHERE id = %s"
    assert refusal(attack, other.pk, application.pk) == "internal_applicant_is_on_the_roster"
    assert refusal(attack, None, application.pk) == "internal_applicant_is_on_the_roster"
    public = make_application(make_announced_round())
    assert refusal(attack, other.pk, public.pk) == "public_applicant_needs_no_roster"
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("ALTER TABLE recruitment_application DISABLE TRIGGER internal_applicant_is_on_the_roster")
    sql(attack, other.pk, application.pk)
    assert Application.objects.get(pk=application.pk).auxiliary == other


# what the roster tells is not asked again


def test_what_the_roster_tells_is_shown_and_not_asked_and_what_it_leaves_open_is():
    round = internal.make_internal_round()
    known = internal.draft(round, internal.make_serving(round))
    unknown = internal.draft(round, internal.make_serving(round, education=None, trainee=None, insurance_movable=None, party_member=None))
    keys = [{rule.key for rule in eligibility.asked_of(each)} for each in (known, unknown)]
    word = {"crime", "detention_or_drugs", "bad_credit", "sanctioned", "otherwise_unfit"}
    assert keys == [word, word | {"trainee", "insurance_stuck", "party_file_stuck"}]
    assert [registration.fields_of(each, "education")[0] for each in (known, unknown)] == ["school", "education"]
    assert registration.sections_of(round) == ("vacancy", "education")
    assert registration.required_of(round) == tuple(map(AttachmentKind, ("photo", "id_front", "id_back", "diploma", "service")))
    assert set(registration.papers_of(round)) - set(registration.required_of(round)) == {"education_record", "insurance", "party_file"}


def test_nobody_declares_away_what_the_roster_tells():
    round = internal.make_internal_round()
    row = internal.make_serving(round, trainee=True)
    application = internal.draft(round, row)
    with clock.standing_at(OPEN):
        declared = actions.declare(
            application=application,
            declared={"trainee": False, "crime": False},
            consent=True,
            pledge=True,
            by=application.applicant,
            now=OPEN,
        )
    assert declared.declared == {"crime": False}
    failed = eligibility.verdict(internal.filled(round, internal.make_serving(round, trainee=True))).failed
    assert [(finding.rule.key, finding.rule.clause.ref) for finding in failed] == [("trainee", "四(一)2")]


@pytest.mark.parametrize(("number_born", "refused"), [(date(1979, 3, 25), True), (date(1979, 3, 26), False)])
def test_the_forty_fifth_birthday_on_the_reference_day_is_too_late(number_born, refused):
    round = internal.make_internal_round()
    application = internal.apply(round, internal.make_serving(round, id_number=make_number(number_born)))
    assert ("age" in {finding.rule.key for finding in eligibility.verdict(application).failed}) is refused


def test_a_fact_mended_in_the_roster_counts_and_a_passed_opinion_falls_with_it():
    round = internal.make_internal_round()
    row = internal.make_serving(round)
    application = internal.apply(round, row)
    round = internal.close_registration(round)
    application.refresh_from_db()
    clerk, hr = staff(round.county, Role.COUNTY_CLERK), staff(round.county, Role.COUNTY_HR)
    answers = {finding.rule.key: True for finding in eligibility.verdict(application).open}
    said = {"application": application, "decision": "passed", "answers": answers, "reason": "", "sentence": "", "by": clerk}
    with clock.standing_at(internal.REVIEWED):
        entry = actions.enter_review(**said, seen=application.version, now=internal.REVIEWED)
    correct(row, retired_or_on_unpaid_leave=True)
    with clock.standing_at(internal.REVIEWED), pytest.raises(actions.Impossible, match="初审以后在册登记有变化"):
        actions.confirm_entry(entry=entry, by=hr, seen=application.version, now=internal.REVIEWED)


# 考核


def test_the_bureau_marks_only_when_the_office_has_spoken_and_both_are_kept():
    round = internal.make_assessment_round(people=2)
    with pytest.raises(actions.Impossible, match="还有 2 人没有司法所的考核意见"):
        internal.enter_assessment(round, ("80.00", "50.00"))
    internal.give_opinions(round)
    sheet = internal.enter_assessment(round, (("91.50", "80.00", "77.75", "85.50", "100.00"), "50.00"))
    # 91.50 × 15 + 80 × 20 + 77.75 × 15 + 85.50 × 40 + 100 × 10 = 8558.75, rounded half up
    assert list(sheet.scores.order_by("application").values_list("value", flat=True)) == [Decimal("85.59"), Decimal("50.00")]
    first = Application.objects.filter(round=round).order_by("pk").first()
    opinions = {opinion.side: opinion.marks for opinion in Opinion.objects.filter(application=first)}
    assert opinions == {
        Side.OFFICE: [Decimal(mark) for mark in internal.FIVE],
        Side.BUREAU: [Decimal("91.50"), Decimal("80.00"), Decimal("77.75"), Decimal("85.50"), Decimal("100.00")],
    }
    release(confirm(sheet, ASSESSED), ASSESSED)
    stages = Application.objects.filter(round=round).order_by("pk").values_list("stage", "status")
    assert list(stages) == [("exam", "active"), ("assessment", "failed")]
    result = Application.objects.filter(round=round).order_by("pk").last().results.get(stage="assessment")
    assert (result.sentence, result.clause) == ("考核成绩 50.00 分，未达到合格线 60 分。", "四(一).程序")


def test_a_side_without_a_mark_and_a_mark_out_of_bounds_are_named():
    round = internal.make_assessment_round(people=1)
    internal.give_opinions(round)
    (row,) = internal.assessment_rows(round, ("80.00",))
    clerk = staff(round.county, Role.COUNTY_CLERK)
    for panel, sentence in [
        ((Decimal(80), None, Decimal(80), Decimal(80), Decimal(80)), "“能”没有评分，五项都要评。"),
        ((Decimal(80), Decimal(80), Decimal(80), Decimal("100.5"), Decimal(80)), "成绩应在 0 到 100 之间，填的是 100.5"),
    ]:
        with clock.standing_at(ASSESSED), pytest.raises(actions.BadScores, match=sentence):
            actions.enter_scores(round=round, stage="assessment", rows=[replace(row, panel=panel)], by=clerk, now=ASSESSED)
    assert not ScoreSheet.objects.exists()


def test_one_office_says_nothing_about_anothers_people_nor_a_clerk_for_it():
    round = internal.make_assessment_round(people=1)
    application = Application.objects.get(round=round)
    five = dict.fromkeys(("integrity", "ability", "diligence", "results", "probity"), Decimal(80))
    stranger = make_person(Role.OFFICE, make_county())
    clerk = staff(round.county, Role.COUNTY_CLERK)
    for by, words in ((stranger, "不在本司法所工作"), (clerk, "没有这项权限")):
        with pytest.raises(Refused, match=words), clock.standing_at(ASSESSED):
            actions.give_opinion(application=application, marks=five, words="", by=by, now=ASSESSED)


def test_the_sheet_of_an_assessment_goes_out_with_both_sides():
    round = internal.make_assessment_round(people=1)
    internal.give_opinions(round, ("70.00",) * 5)
    sheet = internal.enter_assessment(round, ("80.00",))
    (row,) = records_of(get(staff(round.county, Role.COUNTY_CLERK), "score_sheet_export", sheet.pk, now=ASSESSED).content)
    assert [row[title] for title in ("德", "能", "勤", "绩", "廉", "成绩", "司法所评分")] == [80, 80, 80, 80, 80, 80, 70]
    assert [row[f"司法所{title}"] for title in ("德", "能", "勤", "绩", "廉")] == [70] * 5
    assert (row["相差"], row["司法所评语"], row["司法所填写人"]) == (10, "工作认真", internal.office_of(round).name)


def test_whoever_entered_the_sheet_does_not_confirm_it():
    round = internal.make_assessment_round(people=1)
    internal.give_opinions(round)
    sheet = internal.enter_assessment(round, ("80.00",))
    with clock.standing_at(ASSESSED), pytest.raises(OneHand):
        actions.confirm_scores(sheet=sheet, by=sheet.entered_by, now=ASSESSED)


def test_opinions_are_frozen_with_the_confirmed_sheet_whoever_writes():
    round = internal.make_assessment_round(people=1)
    internal.give_opinions(round)
    internal.give_opinions(round, ("70.00",) * 5)  # until the bureau has marked the office may think again
    sheet = internal.enter_assessment(round, ("80.00",))
    with pytest.raises(actions.Impossible, match="司法局已经录入考核成绩，司法所的意见不能再改。"):
        internal.give_opinions(round)
    confirm(sheet, ASSESSED)
    for side in Side.values:
        opinion = Opinion.objects.get(side=side)
        assert refusal("UPDATE recruitment_opinion SET results = 1 WHERE id = %s", opinion.pk) == "confirmed_opinion_is_frozen"
        assert refusal("DELETE FROM recruitment_opinion WHERE id = %s", opinion.pk) == "confirmed_opinion_is_frozen"
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("ALTER TABLE recruitment_opinion DISABLE TRIGGER confirmed_opinion_is_frozen")
    sql("UPDATE recruitment_opinion SET results = 1 WHERE id = %s", opinion.pk)
    assert Opinion.objects.get(pk=opinion.pk).results == Decimal(1)


def test_the_database_keeps_opinions_to_their_side_and_between_their_bounds():
    round = internal.make_assessment_round(people=1)
    internal.give_opinions(round)
    opinion = Opinion.objects.get()
    assert refusal("UPDATE recruitment_opinion SET probity = 100.01 WHERE id = %s", opinion.pk) == "opinion_between_0_and_100"
    assert refusal("UPDATE recruitment_opinion SET side = 'bureau' WHERE id = %s", opinion.pk) == "opinion_of_its_side"
    columns = "application_id, side, integrity, ability, diligence, results, probity, words, entered_by_id, entered_at"
    twice = f"INSERT INTO recruitment_opinion ({columns}) SELECT {columns} FROM recruitment_opinion WHERE id = %s"
    assert refusal(twice, opinion.pk) == "one_office_opinion_per_person"


def test_a_corrected_assessment_turns_an_outcome_round():
    round = internal.make_assessment_round(people=2)
    internal.give_opinions(round)
    internal.assess(round, ("80.00", "50.00"))
    internal.assess(round, ("55.00", "61.00"), correction="登分有误，按考核表更正")
    stages = Application.objects.filter(round=round).order_by("pk").values_list("stage", "status", "attempt")
    assert list(stages) == [("assessment", "failed", 2), ("exam", "active", 2)]


# the order of merit


def test_both_must_be_passed_and_nobody_waits_below_the_cut():
    round = internal.make_ranked_round(exam=("59.99", "90.00", "60.00"))
    ranks = list(Standing.objects.order_by("application").values_list("rank", "proposed"))
    assert ranks == [(None, False), (1, True), (2, False)]
    assert Application.objects.at("exam").filter(round=round).count() == 3


def test_somebody_absent_from_the_exam_is_out_and_the_rest_are_ranked():
    round = internal.make_ranked_round(exam=(Mark.ABSENT, "90.00", "60.00"))
    absent = Standing.objects.order_by("application").first()
    assert (absent.assessment, absent.written, absent.composite, absent.rank) == (Decimal("90.00"), None, None, None)
    assert refusal("UPDATE recruitment_standing SET assessment = NULL WHERE id = %s", absent.pk) == "nobody_ranked_without_a_score"
    assert round.stage == "exam"


def test_an_exam_closes_only_after_the_days_in_which_scores_may_be_asked_about():
    round = internal.make_ranked_round()
    with pytest.raises(actions.Blocked, match="成绩复核申请到 2024年5月6日 24:00 为止"):
        close(round, WRITTEN)


def test_a_tie_at_the_cut_waits_for_an_extra_test():
    round = internal.make_ranked_round(totals=("80.00", "80.00"), exam=("80.00", "80.00"))
    assert list(Standing.objects.values_list("unsettled", flat=True)) == [True, True]
    score(fresh(round), "extra_test", ("70.00", "75.00"), WRITTEN)
    assert list(Standing.objects.order_by("application").values_list("rank", "proposed")) == [(2, False), (1, True)]


# hired here, ended there


def test_a_hire_ends_the_live_application_in_the_public_intake_with_a_letter_and_on_both_records():
    round = internal.make_contract_round(totals=("90.00", "80.00"), exam=("80.00", "70.00"))
    hired = Application.objects.at("contract").get(round=round)
    public = make_announced_round()
    other = make_application(public, hired.applicant)
    bystander = make_application(public)
    assert (other.id_hash, other.status) == (hired.id_hash, Status.ACTIVE)
    prepare(hired)
    sign(hired)
    other.refresh_from_db()
    bystander.refresh_from_db()
    assert (other.status, bystander.status) == (Status.WITHDRAWN, Status.ACTIVE)
    sentence = f"您已被{round.county.name}选聘为司法协理员并签订合同，公开招聘的这份报名视为放弃。"
    assert other.results.last().sentence == sentence
    assert Message.objects.filter(recipient=other.applicant, about__startswith=named(other), subject="资格审查：已放弃").count() == 1
    events = AuditEvent.objects.filter(verb="end_elsewhere").order_by("number")
    assert [event.about for event in events] == [named(other), named(hired)]


def test_a_hire_that_is_refused_ends_nothing():
    round = internal.make_contract_round(totals=("90.00",), exam=("80.00",))
    hired = Application.objects.at("contract").get(round=round)
    other = make_application(make_announced_round(), hired.applicant)
    prepare(hired)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE staffing_contract SET prepared_by_id = %s", [staff(round.county, Role.COUNTY_HEAD).pk])
    with pytest.raises(OneHand):
        sign(hired)
    other.refresh_from_db()
    assert other.status == Status.ACTIVE
    assert Auxiliary.objects.get(pk=hired.auxiliary_id).last_day is None


def test_two_rounds_of_a_county_in_one_year_never_give_the_same_ticket():
    public = make_seated_round()
    round = internal.make_internal_round(county=public.county)
    internal.apply(round)
    round = internal.seat(internal.review_all(internal.close_registration(round)))
    tickets = [Application.objects.filter(round=each).first().seat.ticket_number for each in (public, round)]
    assert [ticket[4:6] for ticket in tickets] == ["01", "02"]
    assert tickets[0][:4] == tickets[1][:4]
