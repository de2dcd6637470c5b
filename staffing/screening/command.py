"""`manage.py screen`: a sheet of people judged on the command line, without a database, a service or Django."""

import argparse
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from time import perf_counter
from typing import Any, NoReturn, Protocol

from bureaus.places import places
from documents.workbooks import UnfitWorkbook
from policy.people import Convention
from policy.screening import EARLIEST, HEADING_WITHIN, DoubledColumn, MissingColumn, Row, Screening, refs
from policy.tracks import TRACKS
from staffing.screening.sheets import SEPARATOR, columns_of, judge_workbook, result_workbook

ABOUT = "资格预审：按文件条件逐行审一张人员表，只看这张表，不用数据库，不启动服务。"
UNUSABLE = 2  # the exit status of a run that judged nothing


class Writable(Protocol):
    """Where words go: a stream, or Django's wrapper of one."""

    def write(self, text: str, /) -> object: ...


class Unusable(Exception):
    """Nothing can be judged; the text is the sentence for the person at the terminal."""


class Parser(argparse.ArgumentParser):
    """What argparse cannot read ends like everything else: in one sentence."""

    def error(self, message: str) -> NoReturn:
        raise Unusable("命令看不懂。写法：manage.py screen 表.xlsx --track public --county 140321 --as-of 2024-03-20；更多见 --help。")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All of them are read as text, so that each is refused in our own words."""
    parser.add_argument("file", nargs="?", default="", metavar="FILE.xlsx", help="要审的人员表")
    parser.add_argument("--track", default="", metavar="internal|public", help="internal 择优选聘，public 面向社会公开招聘")
    parser.add_argument("--county", default="", metavar="140321", help="提出预审的县（区）代码")
    parser.add_argument("--as-of", default="", metavar="YYYY-MM-DD", help="年龄等的基准日")
    parser.add_argument(
        "--convention", default="STRICT", metavar="STRICT|SAME_DAY|MONTH", help="公开招聘“35周岁以下”的算法：按周岁（默认）、同日、按月"
    )
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    parser.add_argument("--out", default="", metavar="RESULT.xlsx", help="把加上“结论”“依据”的表写到这个文件")


def main(argv: Sequence[str]) -> int:
    """Carry the command out; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # whatever the locale and the file names
    parser = Parser(prog="manage.py screen", description=ABOUT, allow_abbrev=False)
    add_arguments(parser)
    try:
        asked = vars(parser.parse_args(argv))
    except Unusable as problem:
        return _leave(str(problem), as_json="--json" in argv, out=sys.stdout, err=sys.stderr)
    return carry_out(asked, out=sys.stdout, err=sys.stderr)


def carry_out(asked: Mapping[str, Any], *, out: Writable, err: Writable) -> int:
    """Judge the file and say what came of it; returns the exit status."""
    begun = perf_counter()
    try:
        screening = _judge(asked)
    except MissingColumn as problem:
        out.write(json.dumps({"error": str(problem), "column": problem.column}, ensure_ascii=False) + "\n")
        needed = columns_of(asked["track"])
        err.write(f"{problem}。表头在第一张工作表的前 {HEADING_WITHIN} 行里找，这种招聘方式要有这些列：{needed}。\n")
        return UNUSABLE
    except (Unusable, UnfitWorkbook, DoubledColumn) as problem:
        return _leave(str(problem), as_json=asked["json"], out=out, err=err)
    if asked["json"]:
        rows = [_as_json(row, refs(screening.by_hand)) for row in screening.rows]
        out.write(json.dumps({"rows": rows, "seconds": round(perf_counter() - begun, 3)}, ensure_ascii=False) + "\n")
    else:
        out.write("\n".join([*map(_in_words, screening.rows), _sum(screening)]) + "\n")
    return 0


def _judge(asked: Mapping[str, Any]) -> Screening:
    counties = {place.county_code: place.county for place in places()}
    named = "、".join(f"{code} {name}" for code, name in counties.items())
    track = _one_of(asked["track"], {key: track.title for key, track in TRACKS.items()}, "--track")
    county = counties.get(asked["county"]) or _refuse(f"--county 应为阳泉各县（区）的代码（{named}），现在是“{asked['county']}”。")
    convention = Convention[_one_of(asked["convention"].upper(), {each.name: each.title for each in Convention}, "--convention")]
    as_of = _day(asked["as_of"])
    judged = judge_workbook(_content(asked["file"]), track=track, as_of=as_of, convention=convention)
    if asked["out"]:
        _write(asked["out"], result_workbook(judged, county=county), source=asked["file"])
    return judged.screening


def _one_of(word: str, words: Mapping[str, str], option: str) -> str:
    if word not in words:
        _refuse(f"{option} 应为 {'、'.join(f'{key}（{title}）' for key, title in words.items())} 之一，现在是“{word}”。")
    return word


def _day(written: str) -> date:
    try:
        day = date.fromisoformat(written) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written) else None
    except ValueError:
        day = None
    if day is None or day.year < EARLIEST:
        _refuse(f"--as-of 应为基准日，写作 2024-03-20 的样子，不早于 {EARLIEST} 年，现在是“{written}”。")
    return day


def _content(file: str) -> bytes:
    if not file:
        _refuse("请写明要审的表：manage.py screen 表.xlsx …")
    try:
        return Path(file).read_bytes()
    except (OSError, ValueError) as problem:
        raise Unusable(f"文件“{file}”读不出来，请核对路径和权限。") from problem


def _write(file: str, content: bytes, *, source: str) -> None:
    """The result, for its owner alone: it holds what the sheet held."""
    path = Path(file)
    try:
        if path.exists() and path.samefile(source):
            _refuse("结果不能写在原表上，请给 --out 另起一个文件名。原表没有改动。")
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(content)
    except (OSError, ValueError) as problem:
        raise Unusable(f"结果写不到“{file}”，请核对文件夹和权限。原表没有改动。") from problem


def _as_json(row: Row, by_hand: tuple[str, ...]) -> dict[str, Any]:
    return {
        "row": row.number,
        "name": row.name,
        "verdict": row.outcome.value,
        "failed": refs(row.failed),
        "open": refs(row.open),
        "by_hand": by_hand,
        "errors": [{"column": fault.column, "message": fault.message} for fault in row.faults],
    }


def _in_words(row: Row) -> str:
    why = "；".join(fault.message for fault in row.faults) or SEPARATOR.join(row.basis)
    return f"第 {row.number} 行\t{row.name}\t{row.outcome.title}\t{why}".rstrip()


def _sum(screening: Screening) -> str:
    counts = "，".join(f"{outcome.title} {count}" for outcome, count in reversed(screening.counts.items()))
    by_hand = f"需面核：{'、'.join(refs(screening.by_hand))}。" if screening.by_hand else ""
    return f"共 {len(screening.rows)} 行：{counts}。{by_hand}"


def _leave(sentence: str, *, as_json: bool, out: Writable, err: Writable) -> int:
    if as_json:
        out.write(json.dumps({"error": sentence}, ensure_ascii=False) + "\n")
    err.write(sentence + "\n")
    return UNUSABLE


def _refuse(sentence: str) -> NoReturn:
    raise Unusable(sentence)
