from decimal import Decimal

import pytest

from policy.safeguards import Pay, each, problems, yuan


def pay(**amounts):
    usual = {"base": 2000, "post": 800, "performance": 700, "yearly_step": 100, "least": 2200, "most": 3800}
    return Pay(**{key: Decimal(str(value)) for key, value in (usual | amounts).items()})


@pytest.mark.parametrize(("amount", "written"), [("3500", "3500"), ("3500.00", "3500"), ("3500.50", "3500.50"), ("0", "0")])
def test_an_amount_is_written_without_idle_fen(amount, written):
    assert yuan(Decimal(amount)) == written


def test_pay_grows_by_a_step_a_year_and_stops_at_the_bound():
    assert [pay().after(years) for years in (0, 1, 3, 4)] == [3500, 3600, 3800, 3800]


def test_probation_pays_four_fifths_but_never_less_than_the_least():
    assert pay().probation_least == Decimal("2800.00")
    assert pay(least=3000).probation_least == Decimal(3000)


def test_a_sound_scheme_has_no_problems():
    assert problems(pay(), growth="") == []


@pytest.mark.parametrize(
    ("amounts", "sentence"),
    [
        ({"base": 0, "post": 2800}, "基本工资须大于 0 元。"),
        ({"least": 3600}, "基本、岗位、绩效工资合计 3500 元，低于下限 3600 元，请核对。"),
        ({"most": 3400}, "基本、岗位、绩效工资合计 3500 元，高于上限 3400 元，请核对。"),
        (
            {"yearly_step": 0},
            "没有年度增长额，也没有写工资增长办法。文件要求建立正常的工资增长机制（四(三).待遇），请填写一项。",
        ),
    ],
)
def test_each_problem_is_one_sentence(amounts, sentence):
    assert problems(pay(**amounts), growth=" ") == [sentence]


def test_bounds_the_wrong_way_round_are_told_as_well():
    assert "月工资下限 3600 元高于上限 3500 元，请核对。" in problems(pay(least=3600, most=3500), growth="")


def test_growth_in_words_stands_for_a_step():
    assert problems(pay(yearly_step=0), growth="参照事业单位正常晋升薪级工资") == []


def test_a_share_is_rounded_to_the_fen_and_nobody_has_none():
    assert each(Decimal(100), 3) == Decimal("33.33")
    assert each(Decimal(100), 0) is None
