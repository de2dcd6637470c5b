"""A programme set from the document or by the city, and what shows that an obligation was met."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from bureaus import audit, clock
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import County, User
from policy.powers import Power
from policy.programme import PILOT, Evidence
from staffing.models import Obligation, Phase, Programme, Proof
from staffing.progress import current

PILOT_TITLE = "司法协理员制度试点（2024年）"


@action
def set_programme(
    *,
    title: str,
    days: Mapping[str, tuple[date, date]],
    by: User | None,
    now: datetime,
    owed: Collection[str] | None = None,
) -> Programme:
    """Set a programme with the document's phases on other days: (first, last) by the phase's key; `owed` are the obligations it keeps.

    :raises Impossible: if a phase has no days, ends before it begins, or begins before the one before it is over.
    """
    if by is not None:
        require(by, Power.PROGRAMME_SET)
    if not title.strip():
        raise Impossible("请填写计划的名称。")
    programme = Programme.objects.create(title=title.strip(), set_by=by, set_at=now)
    before: date | None = None
    for phase in PILOT:
        first, last = days[phase.key]
        if last < first:
            raise Impossible(f"{phase.title}的截止日期不能早于开始日期。")
        if before is not None and first <= before:
            raise Impossible(f"{phase.title}应在上一阶段截止以后开始。")
        before = last
        stored = Phase.objects.create(
            programme=programme, key=phase.key, title=phase.title, ref=phase.ref, quote=phase.quote, first_day=first, last_day=last
        )
        Obligation.objects.bulk_create(
            Obligation(
                phase=stored,
                key=each.key,
                title=each.title,
                ref=each.ref,
                quote=each.quote,
                owed_by=each.owed_by,
                proof=each.proof,
                evidence=each.evidence,
            )
            for each in phase.obligations
            if owed is None or each.key in owed
        )
    audit.record(by=by, verb="set_programme", about=programme, at=now, last_day=before)
    return programme


@action
def found_programme(*, by: User | None, now: datetime) -> Programme:
    """Set the pilot with the days that stand in the document; asked again, it returns the one that is there."""
    standing = Programme.objects.filter(title=PILOT_TITLE).first()
    if standing is not None:
        return standing
    return set_programme(title=PILOT_TITLE, days={phase.key: (phase.first_day, phase.last_day) for phase in PILOT}, by=by, now=now)


@action
def prove(*, county: County, evidence: Evidence, reference: str, now: datetime, by: User | None = None) -> None:
    """Mark every obligation of this evidence that the county still owes in the programme that runs as done today.

    For acts of recruitment that are themselves the proof: an announcement, the hires. Late ones are recorded as late, never refused.
    """
    today = clock.today(now)
    owed = Obligation.objects.of_counties().filter(
        evidence=evidence, phase__programme=current(today), phase__programme__phases__first_day__lte=today
    )
    owed = owed.distinct()
    Proof.objects.bulk_create(
        (
            Proof(obligation=each, county=county, done_on=today, reference=reference, recorded_by=by, recorded_at=now)
            for each in owed.exclude(proofs__county=county)
        ),
        ignore_conflicts=True,
    )


@action
def say_done(*, obligation: Obligation, done_on: date, reference: str, by: User, now: datetime) -> Proof:
    """The city says of its own obligation that it was met, when and by what.

    :raises Impossible: on what the counties owe, or with a day to come.
    """
    require(by, Power.PROGRAMME_SET)
    if obligation.evidence != Evidence.WORD:
        raise Impossible("这项任务由上报材料或招聘公告证明，系统会自动登记。")
    if done_on > clock.today(now):
        raise Impossible("完成日期不能晚于今天。")
    if not reference.strip():
        raise Impossible("请写明完成的依据，例如印发文件的文号。")
    proof = Proof.objects.create(
        obligation=obligation, county=None, done_on=done_on, reference=reference.strip(), recorded_by=by, recorded_at=now
    )
    audit.record(by=by, verb="say_done", about=proof, at=now, obligation=obligation.key, done_on=done_on)
    return proof
