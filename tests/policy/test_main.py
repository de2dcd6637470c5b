import os
import re
import subprocess
import sys

import pytest

from policy.__main__ import main
from policy.citation import KINDS, ROOT, Kind, document, sentences


def lines(capsys, *words):
    code = main(list(words))
    return code, capsys.readouterr().out.splitlines()


def test_a_word_is_found_with_file_line_clause_and_words(capsys):
    code, found = lines(capsys, "周岁")
    assert code == 0
    (line,) = (line for line in found if "四(二)1(3)" in line)
    match = re.fullmatch(r"(policy/eligibility\.py):(\d+) 四\(二\)1\(3\) 年龄在18周岁以上，35周岁以下", line)
    assert 'requires("age", "四(二)1(3)"' in (ROOT / match[1]).read_text(encoding="utf-8").splitlines()[int(match[2]) - 1]


@pytest.mark.parametrize("words", ["荣誉感", "财政预算", "抄送", "一、总体要求", "物价 指数", "（区）委政法委"])
def test_words_of_records_aims_and_letterhead_are_found_too(capsys, words):
    code, found = lines(capsys, words)
    assert code == 0
    assert found


@pytest.mark.parametrize("words", [sentence[:12] for _, sentence in sentences(document())])
def test_the_opening_of_every_sentence_is_found(capsys, words):
    assert lines(capsys, words)[0] == 0


def test_words_beside_a_quote_lead_to_the_places_of_their_clause(capsys):
    _, found = lines(capsys, "人民群众法律服务需求")
    assert found
    assert all(" 四.核定 " in line for line in found)


@pytest.mark.parametrize(("words", "sentence"), [("披萨", "文件中没有“披萨”。"), (" ", "请写出要查的词，例如：python -m policy 周岁")])
def test_what_is_not_there_ends_in_one_sentence(capsys, words, sentence):
    assert lines(capsys, words) == (1, [sentence])


def test_it_runs_from_any_folder(tmp_path):
    command = [sys.executable, "-m", "policy", "周岁"]
    run = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, encoding="utf-8"
    )
    assert run.returncode == 0
    assert run.stdout.splitlines()[0].startswith("policy/")


def test_every_kind_is_known():
    assert set(KINDS.values()) == set(Kind)
