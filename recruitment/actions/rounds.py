"""Intakes and rounds until they are announced: the city opens, the county plans."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bureaus import audit, clock
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from policy.people import Convention, birth_window
from policy.powers import Power
from policy.scheme import SETTINGS, stage_keys, suggested
from policy.tracks import TRACKS, lawful_stages
from recruitment.models import Intake, Round, Scheme, Vacancy
from staffing.models import PlanLine, PlanStatus, QuotaPlan

DATES = ("age_as_of", "education_as_of", "residence_as_of", "experience_as_of", "birth_from", "birth_to", "reason")
WORDS = ("title", "registration_opens_at", "registration_closes_at", "introduction", "benefits")


class AlreadyAnnounced(Impossible):
    """The round is announced and its contents are frozen."""

    def __init__(self) -> None:
        super().__init__("公告已经发布，批次内容不能再改。需要变更的，请发布变更公告。")


@action
def open_intake(*, title: str, track: str, by: User, now: datetime) -> Intake:
    """Open a 招聘期 in which the counties recruit together."""
    require(by, Power.INTAKE_OPEN)
    intake = Intake(title=title.strip(), track=track, opened_by=by, opened_at=now)
    intake.save()
    audit.record(by=by, verb="open_intake", about=intake, at=now, track=track)
    return intake


@action
def close_intake(*, intake: Intake, by: User, now: datetime) -> Intake:
    """End a 招聘期: no further round may join it; those under way go on."""
    require(by, Power.INTAKE_OPEN)
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    if intake.closed_at is None:
        intake.closed_at = now
        intake.save(update_fields=["closed_at"])
        audit.record(by=by, verb="close_intake", about=intake, at=now)
    return intake


@action
def begin_round(
    *,
    intake: Intake,
    plan: QuotaPlan,
    title: str,
    registration_opens_at: datetime,
    registration_closes_at: datetime,
    by: User,
    now: datetime,
) -> Round:
    """Begin a county's round on its filed plan, with the suggested scheme.

    Every reference date is suggested as the first day of registration.
    """
    require(by, Power.ROUND_EDIT, about=plan)
    if plan.status != PlanStatus.FILED:
        raise Impossible("数额核定方案还没有备案，备案后才能招聘。")
    if not QuotaPlan.objects.in_force().filter(pk=plan.pk).exists():
        raise Impossible("这一版方案已被新备案的一版替代，请选择现行的方案。")
    if intake.closed_at is not None:
        raise Impossible("这个招聘期已经结束，请选择其他招聘期。")
    round = Round(
        intake=intake,
        county=plan.county,
        plan=plan,
        title=title.strip(),
        stages=list(TRACKS[intake.track].keys),
        registration_opens_at=registration_opens_at,
        registration_closes_at=registration_closes_at,
        entered_by=by,
        created_at=now,
    )
    round.save()
    scheme = Scheme(round=round, values=suggested(intake.track))
    _date_from(scheme, registration_opens_at)
    scheme.save()
    audit.record(by=by, verb="begin_round", about=round, at=now, plan=plan, intake=intake.pk)
    return round


@action
def change_round(*, round: Round, by: User, seen: int, now: datetime, **fields: Any) -> Round:
    """Change title, registration times or the free sections of the announcement."""
    round = _locked_draft(round, by, seen)
    for field, value in fields.items():
        if field not in WORDS:
            raise KeyError(field)
        setattr(round, field, value)
    _touch(round)
    audit.record(by=by, verb="change_round", about=round, at=now, fields=sorted(fields))
    return round


@action
def change_scheme(*, round: Round, by: User, seen: int, now: datetime, **values: Any) -> Scheme:
    """Change numbers, choices and dates of the scheme. The birth window follows convention and reference date unless it is given.

    :raises Impossible: with one sentence, if a value is outside its enforced bounds.
    """
    round = _locked_draft(round, by, seen)
    scheme = round.scheme
    settings = SETTINGS[round.intake.track]
    numbers = {key: value for key, value in values.items() if key in settings}
    for key, value in numbers.items():
        if problem := settings[key].problem(value):
            raise Impossible(problem)
        scheme.values[key] = str(value) if settings[key].decimal else value
    for field in DATES:
        if field in values:
            setattr(scheme, field, values[field])
    if (
        "age_convention" in settings
        and scheme.age_as_of
        and ("age_as_of" in values or "age_convention" in values)
        and not (values.get("birth_from") and values.get("birth_to"))
    ):
        _window(scheme)
    scheme.save()
    round.stages = list(stage_keys(scheme.values, track=round.track))
    lawful_stages(round.track, round.stages)
    _touch(round)
    audit.record(by=by, verb="change_scheme", about=round, at=now, fields=sorted(values))
    return scheme


@action
def set_vacancies(*, round: Round, headcounts: Mapping[int, int], by: User, seen: int, now: datetime) -> Round:
    """Set how many people each office takes: plan line id -> number; 0 takes the office out. Never more than the ledger has left."""
    round = _locked_draft(round, by, seen)
    lines = {line.pk: line for line in PlanLine.objects.filter(plan=round.plan).with_use().select_related("office")}
    if unknown := set(headcounts) - set(lines):
        raise Impossible(f"有 {len(unknown)} 个岗位不在备案方案内，没有保存。")
    for pk, number in headcounts.items():
        line = lines[pk]
        remaining = line.use(round.intake.track).remaining
        if number > remaining:
            raise Impossible(f"{line.office}备案拟招聘剩余 {remaining} 人，填的是 {number} 人，请减少。")
    round.vacancies.all().delete()
    chosen = [(line, headcounts[line.pk]) for line in lines.values() if headcounts.get(line.pk, 0) > 0]
    Vacancy.objects.bulk_create(
        Vacancy(round=round, line=line, code=f"{round.county.code[-2:]}{place:02d}", headcount=number)
        for place, (line, number) in enumerate(chosen, 1)
    )
    _touch(round)
    audit.record(by=by, verb="set_vacancies", about=round, at=now, vacancies=len(chosen), headcount=sum(number for _, number in chosen))
    return round


def _locked_draft(round: Round, by: User, seen: int | None) -> Round:
    round = Round.objects.select_related("intake", "county", "plan", "scheme").locked(round.pk, seen=seen)
    require(by, Power.ROUND_EDIT, about=round)
    if round.announced_at is not None:
        raise AlreadyAnnounced
    # What has been laid before the signatories is no longer what would be announced: they sign the new text.
    round.notices.filter(posted_at=None).delete()
    return round


def _touch(round: Round) -> None:
    round.version += 1
    round.save()


def _date_from(scheme: Scheme, opens_at: datetime) -> None:
    first_day = clock.today(opens_at)
    scheme.age_as_of = scheme.education_as_of = scheme.residence_as_of = scheme.experience_as_of = first_day
    _window(scheme)


def _window(scheme: Scheme) -> None:
    if scheme.age_as_of is not None and "age_convention" in scheme.values:
        window = birth_window(Convention(scheme.choice("age_convention")), scheme.age_as_of)
        scheme.birth_from, scheme.birth_to = window.first, window.last
