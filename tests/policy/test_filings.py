import pytest

from policy.filings import KINDS, MARKS, QUOTA, Mark, Shape, Solver, checklist, missing, solvers
from policy.programme import PILOT, Evidence


def test_everything_the_document_sends_up_has_a_kind():
    assert [kind.title for kind in KINDS.values()] == [
        "数额核定",
        "工作方案",
        "招聘计划",
        "管理办法",
        "考核办法",
        "领导专班成立",
        "向县（区）委专题汇报",
        "向县（区）政府专题汇报",
        "向县（区）委政法委专题汇报",
        "座谈会",
        "调研",
        "总结",
    ]
    assert all(kind.clause.quote for kind in KINDS.values())


def test_only_where_the_document_says_jointly_is_there_a_countersignature():
    assert {key: kind.countersign.ref for key, kind in KINDS.items() if kind.countersign} == {
        QUOTA: "四.核定",
        "recruitment_plan": "五(二)",
    }
    assert all("会同人社局" in kind.countersign.quote for kind in KINDS.values() if kind.countersign)


def test_a_survey_asks_for_the_four_things_the_document_names():
    titles = [part.title for part in KINDS["survey"].parts]
    assert titles[-4:] == ["工作任务", "人员配置", "具体运行", "工作短板"]


def test_every_obligation_proved_by_a_filing_has_its_kind():
    keys = {each.key for phase in PILOT for each in phase.obligations if each.evidence is Evidence.FILING}
    assert keys <= set(KINDS)
    others = {each.key: each.evidence for phase in PILOT for each in phase.obligations if each.evidence is not Evidence.FILING}
    assert others == {
        "announcement": Evidence.ANNOUNCEMENT,
        "recruitment": Evidence.HIRES,
        "mechanism": Evidence.WORD,
        "institutions": Evidence.WORD,
    }


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
def test_keys_are_told_apart_and_the_checklist_asks_for_all_that_is_required(kind):
    keys = [part.key for part in kind.parts] + [each.key for each in kind.enclosures]
    assert len(keys) == len(set(keys))
    asked = [key for key, _ in checklist(kind)]
    assert set(asked) >= {part.key for part in kind.parts if part.required} | {each.key for each in kind.enclosures}
    assert asked[-1] == "in_time"
    assert ("countersigned" in asked) is (kind.countersign is not None)
    assert ("average" in asked) is (kind.key == QUOTA)


def test_what_is_missing_is_named_in_order():
    kind = KINDS["management_rules"]
    assert missing(kind, {"daily": "甲", "placing": ""}, set()) == ["调配和使用", "续聘和解聘", "管理办法全文"]
    assert missing(kind, {"daily": "甲", "placing": "乙", "ending": "丙"}, {"document"}) == []
    assert missing(KINDS["recruitment_plan"], {"internal": 0}, set())[0] == "公开招聘人数"  # nought is a number


def test_parts_and_enclosures_are_found_by_their_keys():
    assert KINDS["taskforce"].part("office").shape is Shape.LINE
    assert KINDS[QUOTA].enclosure("finance_opinion").title == "县（区）财政局意见"


def test_marks_and_solvers_have_names():
    assert set(MARKS) == set(Mark)
    assert set(solvers()) == set(Solver)
    assert Solver.HR.title == "县（区）人社局"
