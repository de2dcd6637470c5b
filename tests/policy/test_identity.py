from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.identity import BadIdentity, Sex, check_digit, mask, normalise, read_identity

TODAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("number", "born_on", "sex"),
    [
        ("11010519491231002X", date(1949, 12, 31), Sex.FEMALE),
        ("440524188001010014", date(1880, 1, 1), Sex.MALE),
        ("14030219920229001X", date(1992, 2, 29), Sex.MALE),
        ("140322198903150029", date(1989, 3, 15), Sex.FEMALE),
        ("140311199611071236", date(1996, 11, 7), Sex.MALE),
    ],
)
def test_a_valid_number_states_birth_date_and_sex(number, born_on, sex):
    identity = read_identity(number, TODAY)
    assert (identity.number, identity.born_on, identity.sex) == (number, born_on, sex)


@pytest.mark.parametrize(
    "text",
    [
        "14030219920229001x",
        "１４０３０２１９９２０２２９００１Ｘ",
        "140302 19920229 001X",
        "140302\u200b19920229001X",
        "\ufeff14030219920229001X\t\n",
        "140302\u300019920229\u00a0001ｘ",
    ],
)
def test_however_it_is_written_it_is_one_number(text):
    assert normalise(text) == "14030219920229001X"
    assert read_identity(text, TODAY).number == "14030219920229001X"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请填写身份证号。"),
        (" \u200b", "请填写身份证号。"),
        ("140302920229001", "这是15位的旧身份证号"),
        ("1403021992022900", "应为18位，现在是16位"),
        ("14030219920229001X0", "应为18位，现在是19位"),
        ("1403O219920229001X", "只能是数字"),
        ("140302199202290X1X", "只能是数字"),
        ("١٤٠٣٠٢١٩٩٢٠٢٢٩٠٠١٢", "只能是数字"),
        ("140302199002310015", "出生日期不存在"),
        ("140302000002010015", "出生日期不存在"),
        ("140302202601020015", "晚于今天"),
        ("140302199202290011", "校验不通过"),
    ],
)
def test_each_fault_has_its_own_sentence(text, sentence):
    with pytest.raises(BadIdentity, match=sentence):
        read_identity(text, TODAY)


def test_no_complaint_and_no_trace_repeats_the_number():
    with pytest.raises(BadIdentity) as problem:
        read_identity("140302199202290011", TODAY)
    assert "19920229" not in str(problem.value)
    assert "19920229001X" not in repr(read_identity("14030219920229001X", TODAY))


def test_one_born_today_has_a_valid_number():
    first17 = "14030220260101001"
    assert read_identity(first17 + check_digit(first17), TODAY).born_on == TODAY


@given(area=st.integers(0, 999999), born_on=st.dates(date(1880, 1, 1), TODAY), serial=st.integers(0, 999))
def test_the_area_code_is_never_judged(area, born_on, serial):
    first17 = f"{area:06}{born_on:%Y%m%d}{serial:03}"
    identity = read_identity(first17 + check_digit(first17), TODAY)
    assert (identity.born_on, identity.sex) == (born_on, Sex.MALE if serial % 2 else Sex.FEMALE)


@given(position=st.integers(0, 17), other=st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(position, other):
    number = "140322198903150029"
    wrong = str((int(number[position]) + other) % 10)
    with pytest.raises(BadIdentity):
        read_identity(number[:position] + wrong + number[position + 1 :], TODAY)


def test_a_masked_number_keeps_its_first_and_last_four_places():
    assert mask("140322198903150029") == "1403**********0029"
