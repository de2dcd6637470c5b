"""Every named constraint and trigger of recruitment, attacked past every form and action: the database refuses, by that name."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from bureaus.models import County
from ops import place
from policy.appraisal import DIMENSIONS
from policy.powers import Role
from policy.scheme import SETTINGS
from recruitment.models import (
    Application,
    Attachment,
    Condition,
    Correction,
    CounterEntry,
    DailyFigure,
    Entry,
    ExamRoom,
    Objection,
    OpeningDecision,
    OpeningProposal,
    Opinion,
    Panelist,
    PanelScore,
    PublicNotice,
    Recheck,
    Recusal,
    Round,
    SavedView,
    Scheme,
    Score,
    ScoreSheet,
    Seat,
    StageResult,
    Standing,
    Vacancy,
)
from tests.recruitment import internal
from tests.recruitment.factories import fresh, make_round
from tests.recruitment.stages import POSTED, make_published_round
from tests.staffing.factories import make_auxiliary, make_county, make_user, staff

pytestmark = pytest.mark.django_db

# What only lets a foreign key point at two columns cannot be broken apart from the primary key.
SUPPORT = {"round_and_its_county"}


@dataclass
class Scene:
    """A round whose 公示 is running, and another one that is still a draft."""

    round: Round
    draft: Round

    @property
    def people(self):
        return Application.objects.filter(round=self.round).order_by("pk")

    @property
    def sheet(self):
        """A sheet that nobody has confirmed."""
        return ScoreSheet.objects.create(round=self.round, stage="extra_test", version=9, entered_by=self.clerk, entered_at=POSTED)

    @property
    def notice(self):
        """A notice that nobody has posted."""
        words = {"title": "标题", "body": "正文", "sha256": "0" * 64}
        return PublicNotice.objects.create(round=self.round, kind="hires", edition=1, prepared_by=self.clerk, prepared_at=POSTED, **words)

    @property
    def clerk(self):
        return self.round.entered_by


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield Scene(fresh(make_published_round()), fresh(make_round(make_county(offices=2))))
        transaction.set_rollback(True)


def twice(row, **changes):
    """Write a row a second time, but for what is changed."""
    copy = type(row).objects.get(pk=row.pk)
    copy.pk = None
    for field, value in changes.items():
        setattr(copy, field, value)
    copy.save(force_insert=True)


def twice_sheet_score(s):
    sheet, person = s.sheet, s.people[0]
    for _ in range(2):
        Score.objects.create(sheet=sheet, application=person, mark="absent")


def panel_mark(s, value, times=1):
    score = Score.objects.create(sheet=s.sheet, application=s.people[0], mark="absent")
    for _ in range(times):
        PanelScore.objects.create(score=score, panelist=Panelist.objects.filter(round=s.round)[0], value=value)


def result(s, **fields):
    words = {"stage": "contract", "attempt": 9, "outcome": "passed", "decided_at": POSTED}
    StageResult.objects.create(application=s.people[0], **words | fields)


def entry(s):
    Entry.objects.create(
        application=s.people[0], stage="review", attempt=9, outcome="passed", entered_by=s.clerk, entered_at=POSTED, seen=1
    )


def recusal(s):
    Recusal.objects.create(application=s.people[0], staff=s.clerk, relation="配偶", declared_by=s.clerk, declared_at=POSTED)


def unconfirmed(s):
    application = draft(s)
    CounterEntry.objects.create(application=application, entered_by=s.clerk, entered_at=POSTED)
    change(Application.objects.filter(pk=application.pk), status="withdrawn")


def figure(s, **fields):
    words = {"day": POSTED.date(), "taken_at": POSTED, "applied": 1, "approved": 1} | fields
    return DailyFigure.objects.create(vacancy=Vacancy.objects.filter(round=s.round)[0], **words)


def condition(s, **fields):
    file = Attachment.objects.filter(application__round=s.round)[0].file
    words = {"rule": "insurance_stuck", "confirmed_by": "社保中心", "confirmation": file, "due_on": date(2024, 6, 30)} | fields
    return Condition.objects.create(application=s.people[0], noted_by=s.clerk, noted_at=POSTED, **words)


def correction(s, **fields):
    words = {"parts": ["papers"], "by_review": True, "reason": "看不清楚", "due_at": POSTED + timedelta(days=3)} | fields
    return Correction.objects.create(application=s.people[0], opened_by=s.clerk, opened_at=POSTED, **words)


def recheck(s, **fields):
    Recheck.objects.create(application=s.people[0], stage="written_exam", request="请复核", asked_at=POSTED, **fields)


def opening(s, **fields):
    vacancy = Vacancy.objects.filter(round=s.draft).order_by("pk")[0]
    if fields["outcome"] != "keep" or "proposed_by" in fields:
        fields = {"proposed_by": s.clerk} | fields
        proposal(s, outcome=fields["outcome"], proposed_by=fields["proposed_by"])
    head = staff(s.round.county, Role.COUNTY_HEAD)
    return OpeningDecision.objects.create(**{"vacancy": vacancy, "qualified": 1, "decided_by": head, "decided_at": POSTED} | fields)


def proposal(s, **fields):
    vacancy = Vacancy.objects.filter(round=s.draft).order_by("pk")[0]
    words = {"vacancy": vacancy, "qualified": 1, "outcome": "cancel", "proposed_by": s.clerk, "proposed_at": POSTED}
    return OpeningProposal.objects.create(**words | fields)


def proposed_otherwise(s):
    """A decision of two hands on something that nobody proposed."""
    proposal(s, outcome="retain", reason="经县委编办同意")
    head = staff(s.round.county, Role.COUNTY_HEAD)
    vacancy = Vacancy.objects.filter(round=s.draft).order_by("pk")[0]
    words = {"vacancy": vacancy, "qualified": 1, "proposed_by": s.clerk, "decided_by": head, "decided_at": POSTED}
    OpeningDecision.objects.create(**words, outcome="cancel", headcount=0)


def sheet(s, **fields):
    ScoreSheet.objects.create(round=s.round, stage="extra_test", entered_by=s.clerk, entered_at=POSTED, **{"version": 9} | fields)


def change(rows, **fields):
    assert rows.update(**fields)


def draft(s):
    return Application.objects.create(
        intake=s.round.intake, round=s.round, county=s.round.county, applicant=make_user(Role.APPLICANT), saved_at=POSTED
    )


def opinion(s, **fields):
    marks = dict.fromkeys(DIMENSIONS, Decimal(80))
    words = {"application": s.people[0], "side": "office", "entered_by": s.clerk, "entered_at": POSTED}
    return Opinion.objects.create(**words | marks | fields)


def said_after_the_second_person(s):
    said = opinion(s)
    sheet = ScoreSheet.objects.create(round=s.round, stage="assessment", version=1, entered_by=s.clerk, entered_at=POSTED)
    Score.objects.create(sheet=sheet, application=said.application, mark="scored", value=Decimal(80))
    change(ScoreSheet.objects.filter(pk=sheet.pk), confirmed_by=staff(s.round.county, Role.COUNTY_HEAD), confirmed_at=POSTED)
    change(Opinion.objects.filter(pk=said.pk), results=Decimal(1))


def in_by_the_window(s):
    round = internal.make_internal_round()
    application = internal.draft(round, internal.make_serving(round))
    change(Application.objects.filter(pk=application.pk), status="active", id_hash="somebody")


def out_of_bounds(key):
    setting = next(of_track[key] for of_track in SETTINGS.values() if key in of_track and of_track[key].enforced)
    value = setting.least - 1 if setting.least is not None else setting.most + 1

    def attack(s):
        change(Scheme.objects.filter(round=s.draft), values={**s.draft.scheme.values, key: value})

    return attack


def related(s):
    """A clerk who has declared a relation enters an opinion all the same."""
    recusal(s)
    entry(s)


ATTACKS = {
    "relative_decides_nothing": related,
    "revocation_takes_two": lambda s: change(s.people, status="revoked"),
    "one_round_title_per_county": lambda s: twice(s.draft),
    "registration_closes_after_it_opens": lambda s: change(
        Round.objects.filter(pk=s.draft.pk), registration_closes_at=s.draft.registration_opens_at
    ),
    "announced_round_is_frozen": lambda s: change(Round.objects.filter(pk=s.round.pk), title="另一个名称"),
    "birth_window_is_in_order": lambda s: change(
        Scheme.objects.filter(round=s.draft), birth_from=date(2000, 1, 2), birth_to=date(2000, 1, 1)
    ),
    "one_vacancy_per_code": lambda s: twice(Vacancy.objects.filter(round=s.draft)[0], line=s.round.plan.lines.all()[0]),
    "one_vacancy_per_office_in_a_round": lambda s: twice(Vacancy.objects.filter(round=s.draft)[0], code="另一个"),
    "vacancy_takes_somebody": lambda s: change(Vacancy.objects.filter(round=s.draft), headcount=0),
    "retained_vacancy_says_why": lambda s: opening(s, outcome="retain", headcount=1),
    "cancelled_vacancy_takes_nobody": lambda s: opening(s, outcome="cancel", headcount=1),
    "only_a_cancelled_vacancy_is_switched_from": lambda s: opening(s, outcome="keep", headcount=1, switch_until=POSTED + timedelta(days=1)),
    "opening_decision_is_frozen": lambda s: change(
        OpeningDecision.objects.filter(pk=opening(s, outcome="keep", headcount=1).pk), headcount=2
    ),
    "opening_decided_by_another": lambda s: opening(s, outcome="cancel", headcount=0, decided_by=s.clerk),
    "opening_is_decided_as_proposed": proposed_otherwise,
    "opening_proposal_begins_open": lambda s: proposal(s, closed_by=s.clerk, closed_at=POSTED, return_reason="退回"),
    "opening_proposal_is_frozen": lambda s: change(OpeningProposal.objects.filter(pk=proposal(s).pk), outcome="retain"),
    "one_open_proposal_per_vacancy": lambda s: [proposal(s) for _ in range(2)],
    "closed_proposal_says_who_and_why": lambda s: change(OpeningProposal.objects.filter(pk=proposal(s).pk), closed_at=POSTED),
    "one_live_application_per_intake": lambda s: twice(
        Standing.objects.get(proposed=True, vacancy__round=s.round).application,
        applicant=make_user(Role.APPLICANT),
        number="YQ2024-99-000001",
        nonce=None,
    ),
    "one_draft_per_round_and_person": lambda s: twice(draft(s)),
    "submitted_application_is_complete": lambda s: change(s.people, id_hash=""),
    "relatives_are_told_where_there_are_some": lambda s: change(s.people, has_relatives=True),
    "application_is_of_its_rounds_county": lambda s: change(s.people, county=County.objects.exclude(pk=s.round.county_id)[0]),
    "counter_entry_is_confirmed_in_one_way": lambda s: CounterEntry.objects.create(
        application=s.people[0], entered_by=s.clerk, entered_at=POSTED, confirmed_at=POSTED, confirmed_by=s.clerk
    ),
    "counter_entry_is_confirmed_by_its_person": unconfirmed,
    "one_open_counter_entry_per_application": lambda s: [
        CounterEntry.objects.create(application=s.people[0], entered_by=s.clerk, entered_at=POSTED) for _ in range(2)
    ],
    "one_figure_per_vacancy_and_day": lambda s: (figure(s), figure(s)),
    "no_more_approved_than_applied": lambda s: figure(s, approved=2),
    "recruitment_dailyfigure_append_only": lambda s: change(DailyFigure.objects.filter(pk=figure(s).pk), applied=9),
    "one_condition_per_application_and_rule": lambda s: (condition(s), condition(s)),
    "only_a_transfer_is_left_open": lambda s: condition(s, rule="education"),
    "condition_says_who_confirmed": lambda s: condition(s, confirmed_by=""),
    "condition_met_is_proved_to_another": lambda s: condition(
        s, met_at=POSTED, met_by=s.clerk, proof=Attachment.objects.filter(application__round=s.round)[0].file
    ),
    "one_open_correction_per_application": lambda s: (correction(s), correction(s)),
    "correction_says_why": lambda s: correction(s, reason=""),
    "correction_is_due_after_it_is_opened": lambda s: correction(s, due_at=POSTED),
    "answered_correction_is_closed": lambda s: correction(s, answered=True),
    "correction_is_late_by_its_own_clock": lambda s: correction(
        s, answered=True, late=True, closed_at=POSTED + timedelta(hours=1), due_at=POSTED + timedelta(days=1)
    ),
    "correction_is_frozen": lambda s: change(Correction.objects.filter(pk=correction(s).pk), due_at=POSTED + timedelta(days=9)),
    "one_recusal_per_pair": lambda s: (recusal(s), recusal(s)),
    "one_current_attachment_per_place": lambda s: twice(Attachment.objects.filter(application__round=s.round, replaced_at=None)[0]),
    "attachment_place_is_in_range": lambda s: twice(Attachment.objects.filter(application__round=s.round, kind="photo")[0], place=2),
    "one_entry_per_stage_and_attempt": lambda s: (entry(s), entry(s)),
    "one_result_per_stage_and_attempt": lambda s: twice(StageResult.objects.filter(application__round=s.round)[0]),
    "result_confirmed_by_another": lambda s: result(s, entered_by=s.clerk, decided_by=s.clerk),
    "failure_says_why": lambda s: result(s, outcome="failed"),
    "refused_review_names_its_clause": lambda s: result(s, stage="review", outcome="failed", reason="other", sentence="写明情况"),
    "submitted_before_the_closing_instant": lambda s: twice(s.people[0], submitted_at=s.round.registration_closes_at),
    "cancelled_vacancy_is_not_applied_for": lambda s: change(
        s.people.filter(pk=s.people[0].pk), vacancy=opening(s, outcome="cancel", headcount=0).vacancy
    ),
    "recruitment_stageresult_append_only": lambda s: change(StageResult.objects.filter(application__round=s.round), outcome="failed"),
    "one_room_per_number": lambda s: twice(ExamRoom.objects.filter(site__round=s.round)[0]),
    "one_person_per_seat": lambda s: change(Seat.objects.filter(application=s.people[0]), number=s.people[1].seat.number),
    "seats_count_from_one": lambda s: change(Seat.objects.filter(application=s.people[0]), number=0),
    "one_score_sheet_per_version": lambda s: (sheet(s), sheet(s)),
    "scores_confirmed_by_another": lambda s: sheet(s, confirmed_by=s.clerk, confirmed_at=POSTED),
    "scores_released_only_when_confirmed": lambda s: sheet(s, released_by=s.clerk, released_at=POSTED),
    "score_correction_says_why": lambda s: sheet(s, replaces=ScoreSheet.objects.filter(round=s.round)[0]),
    "one_score_per_person_and_sheet": twice_sheet_score,
    "score_between_0_and_100": lambda s: Score.objects.create(
        sheet=s.sheet, application=s.people[0], mark="scored", value=Decimal("100.5")
    ),
    "score_only_when_scored": lambda s: Score.objects.create(sheet=s.sheet, application=s.people[0], mark="absent", value=Decimal(60)),
    "confirmed_scores_are_frozen": lambda s: change(Score.objects.filter(sheet__round=s.round, mark="scored"), value=Decimal(99)),
    "one_panelist_per_number": lambda s: twice(Panelist.objects.filter(round=s.round)[0]),
    "one_mark_per_panelist": lambda s: panel_mark(s, Decimal(80), times=2),
    "panel_score_between_0_and_100": lambda s: panel_mark(s, Decimal(-1)),
    "nobody_proposed_on_an_unsettled_tie": lambda s: change(Standing.objects.filter(vacancy__round=s.round), proposed=True, unsettled=True),
    "nobody_ranked_without_a_score": lambda s: change(Standing.objects.filter(vacancy__round=s.round), written=None),
    "one_office_opinion_per_person": lambda s: (opinion(s), opinion(s)),
    "opinion_of_its_side": lambda s: opinion(s, side="bureau"),
    "opinion_between_0_and_100": lambda s: opinion(s, probity=Decimal("100.01")),
    "confirmed_opinion_is_frozen": said_after_the_second_person,
    "internal_applicant_is_on_the_roster": in_by_the_window,
    "public_applicant_needs_no_roster": lambda s: change(s.people, auxiliary=make_auxiliary(s.round.county)),
    "change_names_what_it_changes_and_why": lambda s: change(PublicNotice.objects.filter(pk=s.notice.pk), edition=9),
    "announced_round_changes_by_notice": lambda s: change(
        Round.objects.filter(pk=s.round.pk), registration_closes_at=s.round.registration_closes_at + timedelta(days=1)
    ),
    "one_view_per_name_and_owner": lambda s: [SavedView.objects.create(owner=s.clerk, name="待审") for _ in range(2)],
    "one_recheck_per_stage": lambda s: (recheck(s), recheck(s)),
    "answered_recheck_says_what": lambda s: recheck(s, answered_at=POSTED),
    "one_notice_per_kind_and_edition": lambda s: (s.notice, s.notice),
    "posted_notice_is_signed_by_both": lambda s: change(PublicNotice.objects.filter(pk=s.notice.pk), posted_at=POSTED),
    "notice_signed_by_others": lambda s: change(PublicNotice.objects.filter(pk=s.notice.pk), head_signed_by=s.clerk),
    "publicity_ends_after_it_begins": lambda s: change(
        PublicNotice.objects.filter(pk=s.notice.pk), first_day=POSTED.date(), last_day=POSTED.date() - timedelta(days=1)
    ),
    "posted_notice_is_frozen": lambda s: change(s.round.notices.posted(), title="另一个标题"),
    "closed_objection_has_an_outcome": lambda s: Objection.objects.create(
        notice=s.notice, text="内容", received_at=POSTED, closed_at=POSTED
    ),
    **{
        constraint.name: out_of_bounds(re.fullmatch(r"scheme_(\w+)_in_bounds", constraint.name).group(1))
        for constraint in Scheme._meta.constraints
        if constraint.name.startswith("scheme_")
    },
}


@pytest.mark.parametrize("name", ATTACKS)
def test_the_database_refuses_by_name(scene, name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ATTACKS[name](scene)
    assert refused.value.__cause__.diag.constraint_name == name


@pytest.mark.parametrize("table", ["recruitment_scheme", "recruitment_vacancy"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET round_id = round_id", "DELETE FROM {}"])
def test_scheme_and_vacancies_of_an_announced_round_are_frozen_to_raw_sql(scene, table, verb):
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{verb.format(table)} WHERE round_id = %s", [scene.round.pk])
    assert refused.value.__cause__.diag.constraint_name == "announced_round_is_frozen"


def test_a_relative_neither_confirms_nor_scores_past_every_action(scene):
    recusal(scene)
    other = make_user(Role.COUNTY_CLERK, scene.round.county)
    for attack in (
        lambda: result(scene, entered_by=other, decided_by=scene.clerk),
        lambda: Score.objects.create(sheet=scene.sheet, application=scene.people[0], mark="absent"),
    ):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            attack()
        assert refused.value.__cause__.diag.constraint_name == "relative_decides_nothing"


def test_the_control_without_the_trigger_lets_a_relative_enter(scene):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE recruitment_entry DISABLE TRIGGER relative_enters_nothing")
        related(scene)
        assert Entry.objects.filter(application=scene.people[0]).exists()
        transaction.set_rollback(True)


def test_the_control_without_the_trigger_lets_a_posted_notice_change(scene):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE recruitment_publicnotice DISABLE TRIGGER posted_notice_is_frozen")
        assert scene.round.notices.posted().update(title="另一个标题") > 0
        transaction.set_rollback(True)


def test_every_named_constraint_and_trigger_is_attacked():
    named = {constraint.name for model in apps.get_app_config("recruitment").get_models() for constraint in model._meta.constraints}
    written = sorted((place.ROOT / "recruitment/migrations").glob("*guards*.py"))
    guards = "".join(path.read_text(encoding="utf-8") for path in written)
    named |= set(re.findall(r"CONSTRAINT = '(\w+)'", guards)) | set(re.findall(r"ADD CONSTRAINT (\w+)", guards))
    named |= {"recruitment_stageresult_append_only", "recruitment_dailyfigure_append_only"}
    assert named - SUPPORT == set(ATTACKS)
