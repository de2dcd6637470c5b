import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.duties import DUTIES, MOST, entry_problems


def test_the_duties_are_the_twelve_of_the_document_in_order():
    assert [(duty.number, duty.clause.ref) for duty in DUTIES] == [(number, f"三.{number}") for number in range(1, 13)]


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.title)
def test_each_duty_can_be_logged_at_an_office(duty):
    assert entry_problems(number=duty.number, office="冠山司法所", officer="王某") == []
    assert entry_problems(number=duty.number, office="", officer="王某") == [
        "司法协理员岗位在司法所：这一天还没有派到司法所，请先由县（区）司法局调配。"
    ]


@pytest.mark.parametrize("number", range(1, 13))
def test_work_that_belongs_to_civil_servants_names_the_one_in_charge(number):
    problems = entry_problems(number=number, office="冠山司法所")
    assert bool(problems) is (number in (4, 7, 8))
    assert all("请写明承办人" in problem for problem in problems)


@pytest.mark.parametrize("number", [0, 13])
def test_there_is_no_thirteenth_duty(number):
    assert entry_problems(number=number, office="冠山司法所") == ["请从十二项岗位职责中选一项。"]


def test_the_first_eleven_assist():
    assert [duty.number for duty in DUTIES if not duty.clause.quote.startswith("协助司法所")] == [12]


@given(st.sampled_from(DUTIES), st.data())
def test_what_was_counted_is_read_back_from_its_own_words(duty, data):
    numbers = {each.key: data.draw(st.integers(1, MOST)) for each in duty.measures if data.draw(st.booleans())}
    assert duty.read_counted(duty.counted(numbers)) == numbers


def test_numbers_are_read_in_any_order_width_and_without_units():
    assert DUTIES[0].read_counted("排查３次；调解纠纷2，调解成功 0 件。") == {"searched": 3, "mediated": 2}


@pytest.mark.parametrize(
    "text", ["走访 2 次", "调解纠纷两件", "调解纠纷 2 人", "调解纠纷 2 件，调解纠纷 3 件", f"调解纠纷 {MOST + 1} 件", "2 件"]
)
def test_what_cannot_be_counted_is_told_with_an_example(text):
    with pytest.raises(ValueError, match=r"^“指导调解”的数量请写成“调解纠纷 1 件，调解成功 1 件，排查 1 次”这样，没有的不写。$"):
        DUTIES[0].read_counted(text)
