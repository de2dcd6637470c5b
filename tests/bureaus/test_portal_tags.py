"""Filters and tags of every page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject

from bureaus.templatetags import portal

CLOSING = datetime(2024, 4, 12, 10, 0, tzinfo=UTC)


def test_an_instant_is_read_in_beijing_time_with_its_weekday():
    assert portal.moment(CLOSING) == '<time datetime="2024-04-12T18:00:00+08:00">2024年4月12日（星期五）18:00</time>'
    assert portal.moment(CLOSING + timedelta(seconds=5)).endswith("18:00:05</time>")
    midnight = CLOSING + timedelta(hours=6)
    assert portal.ending(midnight) == '<time datetime="2024-04-13T00:00:00+08:00">2024年4月12日（星期五）24:00</time>'
    assert [portal.ending(CLOSING), portal.ending(None)] == [portal.moment(CLOSING), ""]
    assert portal.day(datetime(2024, 4, 12, 17, 0, tzinfo=UTC)) == '<time datetime="2024-04-13">2024年4月13日（星期六）</time>'
    assert portal.day(date(2024, 4, 14)) == '<time datetime="2024-04-14">2024年4月14日（星期日）</time>'
    assert portal.clock(CLOSING) == '<time datetime="2024-04-12T18:00:00+08:00">18:00</time>'


def test_an_absent_instant_leaves_nothing():
    assert [portal.moment(None), portal.day(None), portal.clock(None), portal.masked_id(""), portal.state_tag("")] == [""] * 5


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(days=3, hours=7, minutes=42, seconds=59), "还剩 3 天 7 小时 42 分"),
        (timedelta(hours=1), "还剩 1 小时 0 分"),
        (timedelta(seconds=61), "还剩 1 分 1 秒"),
        (timedelta(0), "已截止"),
        (timedelta(days=-1), "已截止"),
    ],
)
def test_time_left_is_told_in_the_two_or_three_units_that_matter(before, words):
    assert portal.remaining(CLOSING, CLOSING - before) == words


def test_a_lazy_reading_of_the_clock_counts_like_any_other():
    assert portal.remaining(CLOSING, SimpleLazyObject(lambda: CLOSING - timedelta(minutes=5))) == "还剩 5 分 0 秒"


def test_a_number_is_masked_to_its_first_and_last_four_places():
    assert portal.masked_id("140302199202290010") == '<span class="number">1403**********0010</span>'


def test_a_state_wears_the_tone_of_its_word_and_is_escaped():
    assert portal.state_tag("不通过") == '<span class="tag bad">不通过</span>'
    assert portal.state_tag("公示中") == '<span class="tag posted">公示中</span>'
    assert portal.state_tag("延期", "warn") == '<span class="tag warn">延期</span>'
    assert portal.state_tag("<b>") == '<span class="tag plain">&lt;b&gt;</span>'


def test_no_state_word_wears_two_tones():
    words = [word for words in portal.TONES.values() for word in words.split()]
    assert len(words) == len(set(words))


def test_a_sentence_ends_with_one_full_stop_whether_or_not_it_was_typed():
    assert [portal.unstopped(typed) for typed in ("住院", "住院。", "住院。 ", "")] == ["住院", "住院", "住院", ""]


def test_a_size_is_told_as_a_reader_knows_it():
    assert [portal.weight(10), portal.weight(88100), portal.weight(1488100)] == ["1 KB", "86 KB", "1.4 MB"]


def test_a_qr_code_is_drawn_here_without_a_style_of_its_own():
    drawn = portal.qr("https://example.org/notices/1")
    assert drawn.startswith('<span role="img" aria-label="本页二维码"><svg ')
    assert "style=" not in drawn
    assert "example.org" not in drawn


class Papers(forms.Form):
    name = forms.CharField()
    one = forms.FileField(required=False)


def test_a_form_that_comes_back_names_the_files_that_are_gone():
    chosen = {"one": SimpleUploadedFile("证据.pdf", b"x")}
    form = Papers({"name": ""}, chosen)
    assert [portal.lost_files(form[name]) for name in ("name", "one")] == ["", "证据.pdf"]
    assert [portal.lost_files(shown["one"]) for shown in (Papers(), Papers({"name": ""}, {}))] == ["", ""]
    page = render_to_string("portal/field.html", {"field": form["one"]})
    assert "请重新选择文件：这一页没有保存，刚才选的“证据.pdf”浏览器没有留下。" in page
