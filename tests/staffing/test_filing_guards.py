"""What the database itself refuses of filings and programmes, written past every form and action."""

import pytest
from django.db import connection

from policy.powers import Role
from staffing import actions
from staffing.models import Comment, Difficulty, Enclosure, Filing, Matter, Obligation, Phase, Proof, ProvincialFiling
from tests.staffing.factories import NOW, city, make_county, make_plan, make_submitted_plan, staff
from tests.staffing.filing_factories import (
    clerk,
    head,
    make_filed,
    make_matter,
    make_returned,
    make_sent,
    sign,
    submit,
    upload,
    write,
)
from tests.staffing.test_guards import refusal, sql

pytestmark = pytest.mark.django_db

FROZEN = ("matter_frozen", "材料已上报或已备案，不能再改。需要修改的，请另起一版重新上报。")
CONTENT = ("matter_content_frozen", "材料已会签、上报或备案，内容不能再改。")
IN_ORDER = ("matter_goes_up_in_order", "材料须依次经过拟写、会签（需要会签的）、上报、备案，不能跳过。")
KEPT = ("filing_kept", "上报记录须原样保存，不能修改或删除。")
ENCLOSED = ("enclosures_frozen", "材料已会签、上报或备案，附件不能再改。")
COMMENTS = ("comments_frozen", "批注随结论一起定稿，不能再增删改。")


def row(**fields):
    county = fields.pop("county", None) or make_county()
    by = staff(county, Role.COUNTY_CLERK)
    return Matter(**{"county": county, "kind": "work_plan", "year": 2024, "entered_by": by, "saved_at": NOW} | fields)


@pytest.mark.parametrize("make", [make_sent, make_filed])
def test_a_matter_that_went_up_is_frozen(make):
    matter = make().matter
    assert refusal(lambda: Matter.objects.filter(pk=matter.pk).update(content={})) == FROZEN
    assert refusal(sql("UPDATE staffing_matter SET content = '{}' WHERE id = %s", matter.pk)) == FROZEN
    assert refusal(sql("UPDATE staffing_matter SET version = version + 1 WHERE id = %s", matter.pk)) == FROZEN
    assert refusal(sql("DELETE FROM staffing_matter WHERE id = %s", matter.pk))[0] == "matter_frozen"


def test_neither_an_answer_nor_a_revision_carries_another_change():
    sent, filed = make_sent().matter, make_filed().matter
    changes = "content = '{}', filed_at = now(), filing_number = '甲'"
    assert refusal(sql(f"UPDATE staffing_matter SET status = 'filed', {changes} WHERE id = %s", sent.pk)) == FROZEN
    assert refusal(sql("UPDATE staffing_matter SET status = 'draft', content = '{}' WHERE id = %s", filed.pk)) == FROZEN


def test_a_countersigned_text_does_not_change():
    matter = sign(write(make_matter("recruitment_plan")))
    assert refusal(sql("UPDATE staffing_matter SET content = '{}' WHERE id = %s", matter.pk)) == CONTENT
    assert refusal(sql("UPDATE staffing_matter SET status = 'submitted', content = '{}' WHERE id = %s", matter.pk)) == CONTENT


@pytest.mark.parametrize(
    ("kind", "status"),
    [("work_plan", "filed"), ("work_plan", "returned"), ("recruitment_plan", "submitted"), ("recruitment_plan", "filed")],
)
def test_no_step_of_the_way_up_is_left_out(kind, status):
    matter = write(make_matter(kind))
    assert refusal(sql("UPDATE staffing_matter SET status = %s WHERE id = %s", status, matter.pk)) == IN_ORDER


def test_a_matter_begins_as_a_draft_and_stays_what_it_is():
    assert refusal(row(status="submitted").save) == ("matter_begins_as_draft", "上报材料须从草稿开始。")
    matter = make_matter()
    stays = ("matter_stays_what_it_is", "材料的县（区）、种类和年度不能改。")
    assert refusal(sql("UPDATE staffing_matter SET joint = true WHERE id = %s", matter.pk)) == stays
    assert refusal(sql("UPDATE staffing_matter SET kind = 'summary' WHERE id = %s", matter.pk)) == stays


def test_what_has_gone_up_is_not_thrown_away_and_a_draft_may_be():
    returned = make_returned().matter
    assert refusal(sql("DELETE FROM staffing_matter WHERE id = %s", returned.pk)) == ("matter_frozen", "材料曾经上报，不能删除。")
    draft = make_matter()
    draft.delete()
    assert not Matter.objects.filter(pk=draft.pk).exists()


def test_a_county_has_one_matter_of_a_kind_year_and_occasion():
    first = make_matter()
    again = row(county=first.county)
    assert refusal(again.save) == ("one_matter_per_county_kind_and_year", "本县该年度已有这项材料，请打开原有的继续填写。")


def test_signatures_stand_beside_the_steps_they_allow():
    matter = write(make_matter("recruitment_plan"))
    write_ = sql("UPDATE staffing_matter SET status = 'countersigned' WHERE id = %s", matter.pk)
    assert refusal(write_) == ("countersigned_matter_names_its_signer", "会签须记明会签人和时间。")
    write_ = sql("UPDATE staffing_matter SET countersigned_by_id = entered_by_id WHERE id = %s", matter.pk)
    assert refusal(write_) == ("matter_countersigned_by_another", "拟稿人与会签人不能是同一人。")
    write_ = sql("UPDATE staffing_matter SET submitted_by_id = entered_by_id WHERE id = %s", matter.pk)
    assert refusal(write_) == ("matter_submitted_by_another", "拟稿人与上报人不能是同一人。")
    plain = write(make_matter("work_plan"))
    write_ = sql("UPDATE staffing_matter SET status = 'submitted' WHERE id = %s", plain.pk)
    assert refusal(write_) == ("submitted_matter_names_its_sender", "上报须记明上报人和时间。")
    signed = sign(write(make_matter("recruitment_plan")))
    sent = "status = 'submitted', submitted_by_id = %s, submitted_at = now()"
    write_ = sql(f"UPDATE staffing_matter SET {sent}, countersigned_by_id = NULL WHERE id = %s", head(signed).pk, signed.pk)
    assert refusal(write_) == ("joint_matter_goes_up_countersigned", "这项材料须先经人社局会签。")


def test_a_filed_matter_has_a_number_of_its_own():
    first, second = make_filed().matter, make_sent().matter
    write_ = sql("UPDATE staffing_matter SET status = 'filed' WHERE id = %s", second.pk)
    assert refusal(write_) == ("filed_matter_has_number_and_date", "准予备案须有备案号和日期。")
    write_ = sql(
        "UPDATE staffing_matter SET status = 'filed', filed_at = now(), filing_number = %s WHERE id = %s", first.filing_number, second.pk
    )
    assert refusal(write_) == ("one_matter_per_filing_number", "该备案号已经用于另一份材料，请换一个备案号。")


# ---- enclosures ----


def enclosure(paper, **fields):
    owner = {"plan": paper} if paper._meta.model_name == "quotaplan" else {"matter": paper}
    file = Enclosure.objects.first().file
    return Enclosure(
        **{"county": paper.county, "key": "finance_opinion", "file": file, "added_by": clerk(paper), "added_at": NOW} | owner | fields
    )


def enclosed(paper):
    return actions.enclose(paper=paper, key="finance_opinion", upload=upload(), by=clerk(paper), seen=paper.version, now=NOW)


def test_enclosures_are_frozen_with_what_they_belong_to():
    matter = submit(sign(enclosed(write(make_matter("recruitment_plan")))))
    assert refusal(sql("DELETE FROM staffing_enclosure WHERE matter_id = %s", matter.pk)) == ENCLOSED
    assert refusal(enclosure(matter).save) == ENCLOSED
    assert refusal(enclosure(make_submitted_plan()).save) == ENCLOSED
    enclosed(make_plan())
    moved = ("enclosures_frozen", "附件不能改动，请移除后重新上传。")
    assert refusal(sql("UPDATE staffing_enclosure SET key = 'x'")) == moved


def test_an_enclosure_belongs_to_one_thing_of_its_own_county():
    draft = enclosed(make_matter("recruitment_plan"))
    assert refusal(enclosure(draft, county=make_county()).save) == ENCLOSED
    both = enclosure(draft, plan=make_plan(draft.county))
    assert refusal(both.save) == ("enclosure_of_one_thing", "附件须属于一份材料或一份方案。")


# ---- journeys ----


def journey(of, **fields):
    return Filing(
        **{"county": of.county, "kind": of.kind, "matter": of, "title": "甲", "ordinal": 9, "submitted_by": head(of)}
        | {"submitted_at": NOW}
        | fields
    )


def test_what_was_sent_stays_and_an_opening_is_written_once():
    filing = actions.open_filing(filing=make_sent(), by=city(), now=NOW)
    assert refusal(sql("UPDATE staffing_filing SET content = '{}' WHERE id = %s", filing.pk)) == KEPT
    assert refusal(sql("UPDATE staffing_filing SET enclosures = '[1]' WHERE id = %s", filing.pk)) == KEPT
    assert refusal(sql("UPDATE staffing_filing SET opened_at = now() WHERE id = %s", filing.pk)) == KEPT
    assert refusal(sql("DELETE FROM staffing_filing WHERE id = %s", filing.pk)) == KEPT
    assert refusal(sql("UPDATE staffing_filing SET opinion = '另' WHERE id = %s", make_filed().pk)) == KEPT


def test_control_without_the_trigger_what_was_sent_changes():
    """The guard's control: with it away, the very same statement goes through."""
    filing = make_sent()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE staffing_filing DISABLE TRIGGER filing_kept")
        cursor.execute("UPDATE staffing_filing SET content = '{}' WHERE id = %s", [filing.pk])
        cursor.execute("ALTER TABLE staffing_filing ENABLE TRIGGER filing_kept")
    filing.refresh_from_db()
    assert filing.content == {}


def test_what_was_opened_is_not_withdrawn_and_what_is_answered_was_opened():
    opened, unread = actions.open_filing(filing=make_sent(), by=city(), now=NOW), make_sent()
    answer = "UPDATE staffing_filing SET outcome = %s, opinion = '甲', decided_by_id = %s, decided_at = now() WHERE id = %s"
    refused = refusal(sql(answer, "withdrawn", head(opened).pk, opened.pk))
    assert refused == ("what_was_opened_is_not_withdrawn", "市司法局已经拆阅，不能再撤回；需要修改的，请与市司法局联系退回。")
    refused = refusal(sql(answer, "returned", city().pk, unread.pk))
    assert refused == ("what_is_answered_was_opened", "市司法局须先拆阅，才能作出结论。")
    nameless = sql("UPDATE staffing_filing SET opened_at = now() WHERE id = %s", unread.pk)
    assert refusal(nameless) == ("opened_filing_says_by_whom", "拆阅须记明拆阅人和时间。")


def test_a_number_belongs_to_what_is_filed_and_to_one_alone():
    first, second = make_filed(), actions.open_filing(filing=make_sent(), by=city(), now=NOW)
    answer = (
        "UPDATE staffing_filing SET outcome = %s, filing_number = %s, opinion = '甲', decided_by_id = %s, decided_at = now() WHERE id = %s"
    )
    only = ("only_what_is_filed_has_a_number", "准予备案的须有备案号，其他的不能有。")
    assert refusal(sql(answer, "filed", "", city().pk, second.pk)) == only
    assert refusal(sql(answer, "returned", "甲", city().pk, second.pk)) == only
    again = refusal(sql(answer, "filed", first.filing_number, city().pk, second.pk))
    assert again == ("one_filing_per_number", "该备案号已经用过，请换一个备案号。")


def test_a_journey_is_of_one_thing_counted_and_alone():
    filing = make_sent()
    matter = filing.matter
    assert refusal(journey(matter).save) == ("one_open_filing_per_matter", "该材料已上报，正在等待市局办理。")
    returned = make_returned().matter
    counted = ("filings_of_a_matter_are_counted", "这一次上报已经登记过。")
    assert refusal(journey(returned, ordinal=1).save) == counted
    plan = make_submitted_plan()
    back = actions.return_plan(plan=plan, opinion="甲", by=city(), now=NOW)
    twice = journey(returned, matter=None, plan=back, kind="quota", county=back.county, ordinal=1)
    assert refusal(twice.save) == ("filings_of_a_plan_are_counted", "这一次上报已经登记过。")
    assert refusal(journey(returned, matter=None).save) == ("filing_of_one_thing", "上报记录须属于一份方案或一份材料。")


def test_a_journey_is_of_its_own_county_and_kind():
    matter = make_returned().matter
    own = ("filing_of_its_own", "上报记录的县（区）和种类须与上报的材料一致。")
    assert refusal(journey(matter, county=make_county()).save) == own
    assert refusal(journey(matter, kind="summary").save) == own


def test_comments_are_frozen_with_the_answer_and_say_something():
    filing = make_returned(comments=[("", "整体可行。")])
    late = Comment(filing=filing, text="迟来的话", by=city(), at=NOW)
    assert refusal(late.save) == COMMENTS
    assert refusal(sql("DELETE FROM staffing_comment WHERE filing_id = %s", filing.pk)) == COMMENTS
    assert refusal(sql("UPDATE staffing_comment SET text = '乙' WHERE filing_id = %s", filing.pk)) == COMMENTS
    empty = Comment(filing=make_sent(), text="", by=city(), at=NOW)
    assert refusal(empty.save) == ("comment_says_something", "请写批注内容。")


def test_the_province_files_what_the_city_filed_and_its_record_stays():
    sent = ProvincialFiling(filing=make_sent(), number="甲", filed_on=NOW.date(), recorded_by=city(), recorded_at=NOW)
    assert refusal(sent.save) == ("provincial_of_filed", "市司法局准予备案以后，才能登记省司法厅的备案。")
    filed = make_filed()
    nameless = ProvincialFiling(filing=filed, number="", filed_on=NOW.date(), recorded_by=city(), recorded_at=NOW)
    assert refusal(nameless.save) == ("provincial_filing_has_a_number", "请填写省司法厅的文号。")
    record = actions.record_provincial(filing=filed, number="甲", filed_on=NOW.date(), by=city(), now=NOW)
    kept = ("staffing_provincialfiling_append_only", "省厅备案记录 只能追加，不能修改或删除。")
    assert refusal(sql("UPDATE staffing_provincialfiling SET number = '乙' WHERE id = %s", record.pk)) == kept


def test_a_solved_difficulty_says_how():
    county = make_county()
    by = staff(county, Role.COUNTY_CLERK)
    solved = Difficulty(county=county, what="甲", solver="hr", state="solved", noted_by=by, noted_at=NOW, changed_at=NOW)
    assert refusal(solved.save) == ("solved_difficulty_says_how", "已解决的难点堵点，请写明怎样解决的。")


# ---- programmes ----


def test_a_programme_stays_as_it_was_set():
    programme = actions.found_programme(by=None, now=NOW)
    for row, words in (
        (programme, "试点计划"),
        (programme.phases.first(), "试点计划的阶段"),
        (Obligation.objects.first(), "试点计划的任务"),
    ):
        table = row._meta.db_table
        kept = (f"{table}_append_only", f"{words} 只能追加，不能修改或删除。")
        assert refusal(sql(f"UPDATE {table} SET title = '乙' WHERE id = %s", row.pk)) == kept
        assert refusal(sql(f"DELETE FROM {table} WHERE id = %s", row.pk)) == kept


def test_a_programme_holds_together():
    programme = actions.found_programme(by=None, now=NOW)
    phase = programme.phases.first()
    again = Phase(programme=programme, key=phase.key, title="甲", first_day=phase.first_day, last_day=phase.last_day)
    assert refusal(again.save) == ("one_phase_per_key", "这个阶段已在计划中。")
    backwards = Phase(programme=programme, key="x", title="甲", first_day=phase.last_day, last_day=phase.first_day)
    assert refusal(backwards.save) == ("phase_ends_after_it_begins", "阶段的截止日期不能早于开始日期。")
    twice = Obligation(phase=phase, key="work_plan", title="甲", owed_by="city", proof="甲", evidence="word")
    assert refusal(twice.save) == ("one_obligation_per_key", "这项任务已在该阶段中。")


def test_a_proof_stands_once_says_by_what_and_stays():
    actions.found_programme(by=None, now=NOW)
    own = Obligation.objects.get(key="mechanism")

    def proof(**fields):
        return Proof(**{"obligation": own, "done_on": NOW.date(), "reference": "甲", "recorded_at": NOW} | fields)

    assert refusal(proof(reference="").save) == ("proof_says_by_what", "请写明完成的依据。")
    proof().save()
    assert refusal(proof().save) == ("one_proof_per_obligation_and_county", "这项任务已经登记完成，没有重复登记。")
    kept = ("staffing_proof_append_only", "试点任务完成记录 只能追加，不能修改或删除。")
    assert refusal(sql("DELETE FROM staffing_proof")) == kept
