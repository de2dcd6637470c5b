"""A sheet judged by itself: columns, cells, verdicts, and the order in which one goes before the other."""

import re
from collections.abc import Mapping
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy import eligibility
from policy.answers import COLUMNS, LOST, Fault
from policy.eligibility import INTERNAL, PUBLIC, for_track
from policy.identity import check_digit
from policy.people import Candidate, Convention, Education, birth_window
from policy.rules import bars, judge, requires
from policy.screening import DoubledColumn, MissingColumn, Outcome, refs, screen

AS_OF = date(2024, 3, 20)
BY_HAND = ("四(二)1(2)", "四(二)1(6)", "四(二)1(7)")
NO_PUBLIC = ("刑罚或涉案未结", "行政拘留或吸毒史", "不良信用", "开除或解聘", "被司法行政机关辞退", "其他不适合")
NO_INTERNAL = ("见习大学生", "退休或停薪留职", "中共党员", "刑罚或涉案未结", "行政拘留或吸毒史", "不良信用", "组织处理", "其他不适合")


def number(born_on="19960712", sequence=12):
    """A number that checks, for somebody who does not exist."""
    first17 = f"140322{born_on}{sequence:03d}"
    return first17 + check_digit(first17)


GOOD: Mapping[str, Mapping[str, object]] = {
    "public": {
        "姓名": "演示甲",
        "公民身份号码": number(),
        "国籍": "中国",
        "户籍所在地": "平定县",
        "居住地": "北京市",
        "学历": "大专",
        **dict.fromkeys(NO_PUBLIC, "否"),
    },
    "internal": {
        "姓名": "演示甲",
        "公民身份号码": number(),
        "学历": "大专",
        "本县在职辅助人员": "是",
        "社保可转移": "是",
        "组织关系可转移": "",
        **dict.fromkeys(NO_INTERNAL, "否"),
    },
}


def sheet(track, *people, titles=None):
    titles = titles or [column.title for column in COLUMNS[track]]
    return [titles, *([person.get(title, "") for title in titles] for person in people)]


def rows(track, *changes, **asked):
    """Good people, each changed in some cells."""
    people = [{**GOOD[track], "公民身份号码": number(sequence=100 + place), **change} for place, change in enumerate(changes)]
    return screen(sheet(track, *people), track=track, as_of=asked.pop("as_of", AS_OF), **asked).rows


def row(track, /, **asked):
    """One good person, changed in the cells named by `cells`."""
    (only,) = rows(track, asked.pop("cells", {}), **asked)
    return only


# ---- columns ----


@pytest.mark.parametrize(
    ("track", "titles"),
    [
        (
            "public",
            "姓名 公民身份号码 国籍 户籍所在地 居住地 学历 刑罚或涉案未结 行政拘留或吸毒史 不良信用 开除或解聘"
            " 被司法行政机关辞退 其他不适合",
        ),
        (
            "internal",
            "姓名 公民身份号码 学历 本县在职辅助人员 见习大学生 退休或停薪留职 社保可转移 中共党员 组织关系可转移 刑罚或涉案未结"
            " 行政拘留或吸毒史 不良信用 组织处理 其他不适合",
        ),
    ],
)
def test_each_track_needs_its_columns(track, titles):
    assert [column.title for column in COLUMNS[track]] == titles.split()


@pytest.mark.parametrize(("track", "column"), [(track, column.title) for track, columns in COLUMNS.items() for column in columns])
def test_a_missing_column_is_named(track, column):
    titles = [each.title for each in COLUMNS[track] if each.title != column]
    with pytest.raises(MissingColumn) as missing:
        screen(sheet(track, GOOD[track], titles=titles), track=track, as_of=AS_OF)
    assert (str(missing.value), missing.value.column) == (f"缺少列：{column}", column)


def test_the_heading_is_the_first_of_ten_rows_that_holds_the_number_and_columns_stand_in_any_order():
    titles = [column.title for column in reversed(COLUMNS["public"])]
    lines = [["公民身份号码核对表"], [], *[["备注"]] * 7, *sheet("public", GOOD["public"], titles=["序号", *titles, "备注"])]
    screening = screen(lines, track="public", as_of=AS_OF)
    assert (screening.heading, [(row.number, row.outcome) for row in screening.rows]) == (10, [(11, Outcome.ELIGIBLE)])
    with pytest.raises(MissingColumn) as missing:
        screen([[""], *lines], track="public", as_of=AS_OF)
    assert missing.value.column == "公民身份号码"


def test_a_heading_is_read_as_people_write_it():
    titles = {"姓名": "姓 名", "公民身份号码": "公民身份号码*", "学历": "　学历\n"}
    written = [titles.get(column.title, column.title) for column in COLUMNS["public"]]
    lines = [written, [GOOD["public"][column.title] for column in COLUMNS["public"]]]
    assert [row.outcome for row in screen(lines, track="public", as_of=AS_OF).rows] == [Outcome.ELIGIBLE]


def test_a_needed_column_that_stands_twice_is_refused_and_another_is_not():
    titles = [column.title for column in COLUMNS["public"]]
    with pytest.raises(DoubledColumn, match="“学历”这一列出现了两次，请只保留一列后再审。"):
        screen(sheet("public", GOOD["public"], titles=[*titles, "学历"]), track="public", as_of=AS_OF)
    assert len(screen(sheet("public", GOOD["public"], titles=[*titles, "备注", "备注"]), track="public", as_of=AS_OF).rows) == 1


def test_empty_rows_are_skipped_and_columns_that_are_not_needed_are_not_read():
    titles = ["序号", *(column.title for column in COLUMNS["public"]), "组织处理"]
    lines = sheet("public", {**GOOD["public"], "组织处理": "看不懂"}, titles=titles)
    lines[1:1] = [["", *[" "] * 12], ["3", *[None] * 12], []]
    screening = screen(lines, track="public", as_of=AS_OF)
    assert [(row.number, row.name, row.outcome) for row in screening.rows] == [(5, "演示甲", Outcome.ELIGIBLE)]


# ---- each condition ----

PUBLIC_CASES = [
    ("四(二)1(1)", {"国籍": "中国籍"}, {"国籍": "加拿大"}, {"国籍": ""}),
    ("四(二)1(1)", {"国籍": "中华人民共和国"}, {"国籍": "China"}, {"国籍": None}),
    (
        "四(二)1(4)",
        {"户籍所在地": "北京市", "居住地": "140321"},
        {"户籍所在地": "朝阳区", "居住地": "110101"},
        {"户籍所在地": "北京市", "居住地": ""},
    ),
    ("四(二)1(4)", {"户籍所在地": "", "居住地": "城区"}, {"户籍所在地": 110101.0}, {"户籍所在地": "山西省"}),
    ("四(二)1(5)", {"学历": "31"}, {"学历": "高中"}, {"学历": "本科肄业"}),
    ("四(二)1(5)", {"学历": 21.0}, {"学历": "32"}, {"学历": "22"}),
    ("四(二)1(5)", {"学历": "硕士毕业"}, {"学历": "专科结业"}, {"学历": ""}),
    *(
        (ref, {title: "否"}, {title: "是"}, {title: ""})
        for ref, title in zip([f"四(二)2({n})" for n in range(1, 7)], NO_PUBLIC, strict=True)
    ),
]
INTERNAL_CASES = [
    ("四(一).对象", {"本县在职辅助人员": "是"}, {"本县在职辅助人员": "否"}, {"本县在职辅助人员": ""}),
    ("四(一).对象", {"学历": "本科"}, {"学历": "中专"}, {"学历": "13"}),
    ("四(一)2", {"见习大学生": "否"}, {"见习大学生": "是"}, {"见习大学生": ""}),
    ("四(一)3", {"退休或停薪留职": "否"}, {"退休或停薪留职": "是"}, {"退休或停薪留职": ""}),
    ("四(一)4", {"社保可转移": "是"}, {"社保可转移": "否"}, {"社保可转移": ""}),
    ("四(一)5", {"中共党员": "是", "组织关系可转移": "是"}, {"中共党员": "是", "组织关系可转移": "否"}, {"中共党员": "是"}),
    (
        "四(一)5",
        {"中共党员": "否", "组织关系可转移": "否"},
        {"中共党员": "是", "组织关系可转移": "否"},
        {"中共党员": "", "组织关系可转移": ""},
    ),
    (
        "四(一)5",
        {"中共党员": "", "组织关系可转移": "是"},
        {"中共党员": "是", "组织关系可转移": "否"},
        {"中共党员": "", "组织关系可转移": "否"},
    ),
    ("四(一)6(1)", {"刑罚或涉案未结": "否"}, {"刑罚或涉案未结": "是"}, {"刑罚或涉案未结": ""}),
    ("四(一)6(2)", {"行政拘留或吸毒史": "否"}, {"行政拘留或吸毒史": "是"}, {"行政拘留或吸毒史": ""}),
    ("四(一)6(3)", {"不良信用": "否"}, {"不良信用": "是"}, {"不良信用": ""}),
    ("四(一)6(4)", {"组织处理": "否"}, {"组织处理": "是"}, {"组织处理": ""}),
    ("四(一)6(5)", {"其他不适合": "否"}, {"其他不适合": "是"}, {"其他不适合": ""}),
]


@pytest.mark.parametrize(
    ("track", "ref", "met", "failed", "left"),
    [("public", *case) for case in PUBLIC_CASES] + [("internal", *case) for case in INTERNAL_CASES],
)
def test_each_condition_is_met_failed_and_open_by_its_cells_alone(track, ref, met, failed, left):
    found = rows(track, met, failed, left)
    assert [(each.outcome, refs(each.failed), refs(each.open), each.basis) for each in found] == [
        (Outcome.ELIGIBLE, (), (), ()),
        (Outcome.INELIGIBLE, (ref,), (), (ref,)),
        (Outcome.OPEN, (), (ref,), (ref,)),
    ]


def test_no_condition_is_left_without_such_cells():
    assert {case[0] for case in PUBLIC_CASES} | {"四(二)1(3)", *BY_HAND} == set(refs(PUBLIC))
    assert {case[0] for case in INTERNAL_CASES} | {"四(一)1"} == set(refs(INTERNAL))


@pytest.mark.parametrize(
    ("convention", "born_on", "accepted"),
    [
        (Convention.STRICT, "19880321", True),
        (Convention.STRICT, "19880320", False),
        (Convention.SAME_DAY, "19880320", True),
        (Convention.SAME_DAY, "19880319", False),
        (Convention.MONTH, "19880301", True),
        (Convention.MONTH, "19880229", False),
        (Convention.STRICT, "20060320", True),
        (Convention.STRICT, "20060321", False),
        (Convention.MONTH, "20060331", True),
        (Convention.MONTH, "20060401", False),
    ],
)
def test_the_public_age_follows_the_convention(convention, born_on, accepted):
    found = row("public", cells={"公民身份号码": number(born_on)}, convention=convention)
    assert refs(found.failed) == (() if accepted else ("四(二)1(3)",))


@pytest.mark.parametrize("convention", list(Convention))
@pytest.mark.parametrize(("born_on", "refused"), [("19790320", True), ("19790321", False), ("20100101", False)])
def test_the_45th_birthday_shuts_out_of_the_internal_track_whatever_the_convention(convention, born_on, refused):
    found = row("internal", cells={"公民身份号码": number(born_on)}, convention=convention)
    assert refs(found.failed) == (("四(一)1",) if refused else ())


def test_strict_is_the_convention_when_none_is_named():
    assert refs(row("public", cells={"公民身份号码": number("19880320")}).failed) == ("四(二)1(3)",)


def test_two_conditions_of_one_sentence_are_one_clause_that_fails_as_soon_as_one_does():
    cells = [("否", "高中"), ("否", ""), ("", "高中"), ("是", ""), ("", "大专"), ("", "")]
    found = rows("internal", *({"本县在职辅助人员": serving, "学历": education} for serving, education in cells))
    assert [(refs(each.failed), refs(each.open)) for each in found] == [(("四(一).对象",), ())] * 3 + [((), ("四(一).对象",))] * 3


# ---- what no sheet can answer ----


def test_what_no_sheet_can_answer_is_listed_and_holds_nothing_back():
    assert refs(screen(sheet("public", GOOD["public"]), track="public", as_of=AS_OF).by_hand) == BY_HAND
    assert screen(sheet("internal", GOOD["internal"]), track="internal", as_of=AS_OF).by_hand == ()


@pytest.mark.parametrize(
    ("track", "line", "failed", "by_hand"),
    [
        ("public", bars("a", "四(二)2(6)", "其他情形", title="新增", evidence="材料"), (), (*BY_HAND, "四(二)2(6)")),
        (
            "public",
            requires("b", "四(二)1(2)", "品行端正", lambda c: c.has_legal_qualification, title="新增", evidence="证书"),
            (),
            BY_HAND,
        ),
        (
            "public",
            bars("c", "四(二)2(6)", "其他情形", lambda c: c.registered_in_yangquan, title="新增", evidence="户口簿"),
            ("四(二)2(6)",),
            BY_HAND,
        ),
        ("internal", bars("d", "四(一)6(5)", "其他情形", title="新增", evidence="材料"), (), ("四(一)6(5)",)),
        (
            "internal",
            bars("e", "四(一)6(5)", "其他情形", lambda c: c.serves_county_bureau, title="新增", evidence="名册"),
            ("四(一)6(5)",),
            (),
        ),
    ],
)
def test_a_line_added_to_a_track_is_judged_or_left_to_a_person(monkeypatch, track, line, failed, by_hand):
    def screened():
        screening = screen(sheet(track, GOOD[track]), track=track, as_of=AS_OF)
        return refs(screening.rows[0].failed), refs(screening.by_hand), line in screening.by_hand

    before = screened()
    assert before[2] is False
    monkeypatch.setattr(eligibility, track.upper(), (*for_track(track), line))
    assert screened() == (failed, by_hand, not failed)


# ---- bad cells ----


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("姓名", "", "姓名没有填写。"),
        ("姓名", " \u200b", "姓名没有填写。"),
        ("姓名", 12.0, "姓名应为文字。"),
        ("公民身份号码", "", "公民身份号码没有填写。"),
        ("公民身份号码", None, "公民身份号码没有填写。"),
        ("公民身份号码", 1.40322199607120e17, LOST),
        ("公民身份号码", "1.40322E+17", LOST),
        ("公民身份号码", 140322960712001.0, "这是15位的旧身份证号，已停止使用，请填写第二代居民身份证上的18位号码。"),
        ("公民身份号码", "140322960712001", "这是15位的旧身份证号，已停止使用，请填写第二代居民身份证上的18位号码。"),
        ("公民身份号码", "14032219960712001", "身份证号应为18位，现在是17位，请对照身份证补全或删去多余的字符。"),
        ("公民身份号码", "140322199607120013", "身份证号校验不通过，有一位可能输错了，请对照身份证逐位核对。"),
        ("公民身份号码", number()[:6] + "19900231" + number()[14:], "身份证号第7至14位的出生日期不存在，请对照身份证改正。"),
        ("公民身份号码", number("20240321"), "身份证号第7至14位的出生日期晚于基准日，请对照身份证改正。"),
        ("公民身份号码", date(1996, 7, 12), "身份证号应为18位，现在是10位，请对照身份证补全或删去多余的字符。"),
        ("公民身份号码", True, "身份证号应为18位，现在是4位，请对照身份证补全或删去多余的字符。"),
        ("国籍", 156.0, "国籍应写国名，如“中国”，现在是“156”。"),
        ("户籍所在地", "阳泉", "看不懂地名“阳泉”，请写到市、县（区）或乡镇的全称，如“阳泉市平定县”，或填六位行政区划代码。"),
        ("居住地", 1403.0, "看不懂地名“1403”，请写到市、县（区）或乡镇的全称，如“阳泉市平定县”，或填六位行政区划代码。"),
        ("国籍", True, "国籍应写国名，如“中国”，现在是“True”。"),
        ("学历", "大专以上", "看不懂学历“大专以上”，请填写“大专”“本科”“硕士”等名称，或 GB/T 4658 的两位代码。"),
        ("不良信用", "无", "应填“是”或“否”，还不知道的留空，现在是“无”。"),
        ("不良信用", True, "应填“是”或“否”，还不知道的留空，现在是“True”。"),
        ("不良信用", time(8, 30), "应填“是”或“否”，还不知道的留空，现在是“08:30:00”。"),
    ],
)
def test_a_bad_cell_is_an_error_of_its_row_with_a_sentence(column, cell, message):
    found = row("public", cells={column: cell})
    assert (found.outcome, found.faults, found.basis) == (Outcome.ERROR, (Fault(column, message),), ())


@pytest.mark.parametrize("written", ["１４０３２２１９９６０７１２００１ｘ", "140322 19960712 001x", "140322\u200b19960712001X\t"])
def test_digits_of_any_width_spaces_and_a_small_x_are_read(written):
    assert number(sequence=1)[-1] != "X"
    x = next(n for n in range(1, 99) if number(sequence=n)[-1] == "X")
    whole = written.replace("００１", f"{x:03d}").replace("001", f"{x:03d}")
    assert row("public", cells={"公民身份号码": whole}).outcome is Outcome.ELIGIBLE


def test_the_same_number_is_an_error_of_every_row_that_has_it_however_it_is_written():
    x = next(n for n in range(1, 99) if number(sequence=n)[-1] == "X")
    same = number(sequence=x)
    found = rows("public", {"公民身份号码": same}, {}, {"公民身份号码": same.lower()}, {"公民身份号码": f" {same}"})
    assert [[fault.message for fault in each.faults] for each in found] == [
        ["公民身份号码与第 4 行相同，请核对是谁的号码、哪一行多余。"],
        [],
        ["公民身份号码与第 2 行相同，请核对是谁的号码、哪一行多余。"],
        ["公民身份号码与第 2 行相同，请核对是谁的号码、哪一行多余。"],
    ]


def test_an_error_goes_first_and_failed_and_open_are_complete_all_the_same():
    cells = {"学历": "看不懂", "开除或解聘": "是", "不良信用": "", "公民身份号码": ""}
    found = row("public", cells=cells)
    assert found.outcome is Outcome.ERROR
    assert [fault.column for fault in found.faults] == ["公民身份号码", "学历"]
    assert refs(found.failed) == ("四(二)2(4)",)
    assert refs(found.open) == ("四(二)1(3)", "四(二)1(5)", "四(二)2(3)")
    assert row("public", cells={"开除或解聘": "是", "不良信用": ""}).outcome is Outcome.INELIGIBLE


def test_no_sentence_repeats_a_number():
    columns = [column.title for column in COLUMNS["public"] if column.title != "姓名"]
    for wrong in ("140322199607120013", number(), "１９９７ 0000001", "13 00000 0000"):
        found = rows("public", *({column: wrong, "公民身份号码": "" if column == "居住地" else wrong} for column in columns))
        sentences = [fault.message for each in found for fault in each.faults]
        assert len(sentences) >= len(columns)
        assert not [sentence for sentence in sentences if re.search(r"\d{5}", sentence)]


def test_a_long_cell_is_repeated_by_its_beginning():
    assert row("public", cells={"不良信用": "没有" * 900}).faults[0].message.endswith(f"现在是“{'没有' * 15}…”。")


# ---- anything at all in any cell ----

CELLS = st.one_of(
    st.none(),
    st.sampled_from(["", "是", "否", "中国", "平定县", "山西省", "110101", "大专", "高中", "22", number(), number("19800101")]),
    st.text(max_size=20),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(sorted(COLUMNS)), st.dates(date(1950, 1, 1)), st.sampled_from(list(Convention)))
def test_whatever_the_cells_hold_every_row_gets_a_verdict_in_the_right_order(data, track, as_of, convention):
    width = len(COLUMNS[track])
    body = data.draw(st.lists(st.lists(CELLS, max_size=width + 2), max_size=6))
    screening = screen([[column.title for column in COLUMNS[track]], *body], track=track, as_of=as_of, convention=convention)
    for each in screening.rows:
        expected = Outcome.ERROR if each.faults else Outcome.INELIGIBLE if each.failed else Outcome.OPEN if each.open else Outcome.ELIGIBLE
        assert each.outcome is expected
        assert set(each.failed) | set(each.open) <= set(for_track(track)) - set(screening.by_hand)
        assert all(fault.message and fault.column in {column.title for column in COLUMNS[track]} for fault in each.faults)


def test_a_person_is_judged_as_an_application_would_be():
    """The sheet asks `judge` with the very lines of the track: what it calls failed, an application's facts fail too."""
    found = row("public", cells={"开除或解聘": "是"})
    assert [rule for rule in PUBLIC if rule in found.failed] == [
        finding.rule for finding in judge(PUBLIC, _as_candidate(expelled_or_dismissed=True)).failed
    ]


def _as_candidate(**facts):
    known = {"citizen": True, "registered_in_yangquan": True, "education": Education.COLLEGE, "born_on": date(1996, 7, 12)}
    return Candidate(**{"window": birth_window(Convention.STRICT, AS_OF), **known, **facts})
