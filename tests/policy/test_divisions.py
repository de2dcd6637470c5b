"""Where a place lies, however it is written."""

import pytest

from policy.divisions import OFFICES, UnknownPlace, divisions, in_yangquan


@pytest.mark.parametrize(
    "written",
    [
        "阳泉市",
        "山西省阳泉市",
        "平定县",
        "阳泉市平定县",
        "山西省平定县",
        "山西省阳泉市平定县",
        " 山西省　阳泉市\t盂县\n",
        "城区",
        "矿区",
        "郊区",
        "阳泉市城区",
        "山西省城区",
        "冠山镇",
        "平定县冠山镇",
        "阳泉市冠山镇",
        "山西省阳泉市平定县冠山镇",
        "郊区开发区",
        "140300",
        "140321",
        "１４０３２１",
        "140399",  # not in the list, and yet a code of 阳泉
        "140321100",
    ],
)
def test_of_yangquan(written):
    assert in_yangquan(written) is True


@pytest.mark.parametrize(
    "written",
    [
        "北京市",
        "北京市朝阳区",
        "朝阳区",  # borne twice, both times elsewhere
        "河北省",
        "河北省石家庄市长安区",
        "晋城市城区",
        "山西省晋城市城区",
        "铜陵市郊区",
        "黑龙江省郊区",  # no city is named, but a province that is not ours
        "河南省济源市",
        "济源市",
        "市辖区",
        "110101",
        "110199",  # abolished or never given out: not in the list, and not of 阳泉
        "710000",
    ],
)
def test_elsewhere(written):
    assert in_yangquan(written) is False


@pytest.mark.parametrize("written", ["山西省", "140000", "１４００００"])
def test_the_province_alone_leaves_it_open(written):
    assert in_yangquan(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "",
        "阳泉",
        "平定",
        "山西",
        "火星",
        "平定县阳泉市",
        "平定县盂县",
        "平定县冠山镇府新街1号",
        "14032",
        "1403211",
        "040321",
        "14O321",
        "中国",
        "-",
    ],
)
def test_anything_else_is_unknown(written):
    with pytest.raises(UnknownPlace):
        in_yangquan(written)


def test_the_sentence_says_how_to_mend_it():
    with pytest.raises(UnknownPlace) as fault:
        in_yangquan("阳 泉")
    assert str(fault.value) == "看不懂地名“阳泉”，请写到市、县（区）或乡镇的全称，如“阳泉市平定县”，或填六位行政区划代码。"


def test_every_listed_name_is_read_with_all_and_with_none_of_the_names_above_it():
    """城区 and 郊区 alone are borne both here and elsewhere: without a city they mean ours, and nothing else has to be decided."""
    both = set()
    for code, (name, above) in divisions().items():
        whole = name
        while above:
            name_above, above = divisions()[above]
            whole = name_above + whole
        here = None if code == "140000" else code.startswith("1403")
        assert in_yangquan(whole) is here, whole
        if in_yangquan(name) is not here:
            both.add(name)
    assert both == {"城区", "郊区"}


def test_the_towns_are_those_of_the_offices():
    towns = [code for code in divisions() if len(code) == 9]
    assert len(towns) == len(OFFICES.read_text(encoding="utf-8").splitlines()) - 1 == 43
    assert len(divisions()) == 3348 + 43
