import pytest

from policy.citation import KINDS, ROOT, Clause, Misquoted, Source, carries, clauses_of, document, fold, outline, places


def test_the_outline_holds_every_clause_and_no_other():
    assert set(outline(document())) == set(KINDS)
    assert len(KINDS) == 66


def test_a_folded_text_has_no_space_no_mark_and_half_width_brackets():
    assert fold("### **三、岗位**\n- （1）所均 4 人；\n---") == "三、岗位(1)所均4人；"


def test_a_sentence_broken_by_a_page_is_one_sentence():
    assert outline(document())["四(二)1(2)"].startswith("拥护中国共产党的领导，拥护中华人民共和国宪法，热爱祖国，热爱人民")


def test_six_cases_in_one_line_are_six_clauses():
    assert outline(document())["四(一)6(4)"] == "曾因违规、违纪被组织处理的；"


def test_a_clause_in_two_parts_of_its_paragraph_holds_both_and_not_what_stands_between():
    assert outline(document())["四(一).组织"] == "各县(区)司法局和人社局统一组织，\n纳入司法协理员管理体系。"


def test_clauses_in_one_sentence_are_told_apart_by_their_opening_words():
    clauses = outline(document())
    assert clauses["四(四).奖惩"] == "根据平时表现和考核情况实施奖惩。"
    assert "实施奖惩" not in clauses["四(四).考核"]


@pytest.mark.parametrize(
    ("ref", "quote"),
    [
        ("四(二)1(3)", "年龄在 18 周岁以上，36 周岁以下"),
        ("四(一)1", "年龄在18周岁以上"),
        ("四(二)1(9)", "年龄"),
        ("四(一).组织", "组织，纳入"),
    ],
)
def test_wrong_words_and_wrong_clauses_cannot_be_quoted(ref, quote):
    with pytest.raises(Misquoted):
        Clause(ref, quote)


def test_brackets_and_spaces_do_not_matter_in_a_quote():
    assert Clause("三.8", "开展合法性审核（查） 工作").label == "三.8"


def test_a_statute_is_named_with_its_article():
    assert Clause("第十九条", "三个月以上不满一年的", Source.LABOUR_CONTRACT_LAW).label == "《劳动合同法》第十九条"


def test_a_function_carries_several_clauses_in_reading_order():
    @carries("四.数额", "所均 4 人")
    @carries("四.备案", "逐级上报")
    def weigh():
        return None

    assert [clause.ref for clause in clauses_of(weigh)] == ["四.数额", "四.备案"]
    assert clauses_of(fold) == ()


def test_a_place_stands_on_the_line_that_holds_its_words():
    for place in places():
        lines = (ROOT / place.path).read_text(encoding="utf-8").splitlines()
        assert f'"{place.ref}"' in lines[place.line - 1]
