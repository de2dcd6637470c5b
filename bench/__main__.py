"""`make bench`: the announcement page, the review queue with its export, and a rush of registrations, beside a bare project.

Ten thousand applications are there already.

Five runs of the pages, taken in turn so that a machine whose speed drifts treats all alike; medians. The rush is one run of 400 people;
`python -m bench registration` measures it alone, `python -m bench appraisal` a county of 200 in its yearly appraisal,
`python -m bench log` the lists of the duty log.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.load import Burst, burst
from bench.registering import Person as Registering
from bench.registering import Rush, Window, make_papers, prove_number, register, rush
from bench.servers import database, services, web
from ops import place

RUNS = 5
REQUESTS = {"announcement": 2400, "queue": 320}
WARM_UP = 80
REGISTRATIONS = 400
LOG_REQUESTS = 96
PORTAL = {"DJANGO_SETTINGS_MODULE": "yangquan_portal.settings", "DEMO": "1"}
BARE = {"DJANGO_SETTINGS_MODULE": "bench.bare.settings"}


def main() -> None:
    """Measure and print."""
    if "appraisal" in sys.argv[1:]:
        with services():
            _report_appraisal()
        return
    with services() as data, ExitStack() as servers:
        if "log" in sys.argv[1:]:
            _logs(data, servers)
            return
        _report_appraisal(database("appraisal"))
        empty = json.loads(_run("bench.prepare", "announce", env=PORTAL))
        none = PORTAL | {"DATABASE_URL": database("none", like="portal"), "REDIS_URL": f"{os.environ['REDIS_URL']}?virtual_host=2"}
        full = json.loads(_run("bench.prepare", "fill", env=PORTAL))
        bare = BARE | {"DATABASE_URL": database("bare")}
        _run("bench.bare.load", env=bare, given=json.dumps(full["rows"]))
        on_full = servers.enter_context(web("yangquan_portal.wsgi", data=data, env=PORTAL))
        on_none = servers.enter_context(web("yangquan_portal.wsgi", data=data, env=none))
        on_bare = servers.enter_context(web("bench.bare.wsgi", data=data, env=bare))
        page, queue, cookie = full["page"], full["queue"], full["cookie"]
        _registrations(on_full, on_bare, full, data)
        if "registration" in sys.argv[1:]:
            return
        exports = [
            {name: json.loads(_run("bench.export", name, env=env)) for name, env in (("bare", bare), ("portal", PORTAL))} for _ in range(3)
        ]
        measured = _in_turn(
            {
                "announcement bare": lambda n: burst(on_bare, page, requests=n),
                "announcement 10000": lambda n: burst(on_full, page, requests=n),
                "announcement none": lambda n: burst(on_none, page, requests=n),
                "queue bare": lambda n: burst(on_bare, "/queue/", requests=n),
                "queue 10000": lambda n: burst(on_full, queue, requests=n, cookie=cookie),
            }
        )
    _report(measured, empty["sql"], full["sql"])
    _report_exports(exports)


def _run(module: str, *args: str, env: Mapping[str, str], given: str = "") -> str:
    """Run a module in a process of its own, so that each project has its own settings; returns what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", module, *args],
        input=given,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=place.ROOT,
        env={**os.environ, **env},
    )
    return done.stdout


def _in_turn(bursts: dict[str, Callable[[int], Burst]]) -> dict[str, list[Burst]]:
    """Warm everything up, then run all bursts in turn, five times."""
    measured: dict[str, list[Burst]] = {name: [] for name in bursts}
    for run in bursts.values():
        run(WARM_UP)
    for _ in range(RUNS):
        for name, run in bursts.items():
            measured[name].append(run(REQUESTS[name.partition(" ")[0]]))
    return measured


def _registrations(on_full: int, on_bare: int, full: dict[str, Any], data: Path) -> None:
    """Four hundred people register, eight at once; every receipt shown must be in the database, once."""
    papers = make_papers()

    def code_of(name: str) -> str:
        return (data / "letters" / name).read_text(encoding="utf-8").partition("验证码 ")[2][:6]

    def one(window: Window, person: Registering) -> str:
        return register(window, person, papers, round=full["round"], vacancy=full["vacancy"], again=person.place % 10 == 0)

    def bare(window: Window, person: Registering) -> str:
        answer = window.post("/register/", {"name": person.phone, "id_number": person.id_number, "password": "x" * 16}, papers.files())
        return answer.page

    before = json.loads(_run("bench.prepare", "count", env=PORTAL))
    rush(on_bare, 16, bare)
    plain = rush(on_bare, REGISTRATIONS, bare)
    ours = rush(on_full, REGISTRATIONS, one, before=lambda window, person: prove_number(window, person, code_of))
    after = json.loads(_run("bench.prepare", "count", env=PORTAL))
    _report_registrations(plain, ours, before, after, full["sql"]["registration"])


def _report_registrations(plain: Rush, ours: Rush, before: dict[str, Any], after: dict[str, Any], sql: dict[str, int]) -> None:
    lost = set(ours.receipts) - set(after["numbers"])
    doubled = after["rows"] - before["rows"] - len(set(ours.receipts))
    print(f"registration bare    {plain.rate:8.1f} a second   (one request: argon2, five files, photo cropped)")
    print(f"registration 10000   {ours.rate:8.1f} a second   (at least 12; {len(ours.receipts)} from account to receipt, eight at once)")
    print(f"registration lost {len(lost)}, doubled {doubled}, people {after['people'] - before['people']}   (0, 0, {REGISTRATIONS})")
    pages = f"{sql['statements']} through the pages, {sql['transactions']} beginnings and ends of transactions"
    print(f"registration SQL     {sql['acts']} by the acts, {pages}   (at most 60)")


def _logs(data: Path, servers: ExitStack) -> None:
    """The lists of a county of 200 with a year of daily logs beside a bare list of fifty lines; a month's grid beside a bare one."""
    full = json.loads(_run("bench.log", env=PORTAL))
    bare = BARE | {"DATABASE_URL": database("bare")}
    _run("bench.bare.load", env=bare, given=json.dumps({"log": full["rows"], "grid": full["grid"]}))
    portal = servers.enter_context(web("yangquan_portal.wsgi", data=data, env=PORTAL))
    plain = servers.enter_context(web("bench.bare.wsgi", data=data, env=bare))
    bursts = {
        f"bare {name}": lambda n, path=path: burst(plain, path, requests=n) for name, path in {"list": "/log/", "grid": "/grid/"}.items()
    }
    for name, path in full["pages"].items():
        bursts[name] = lambda n, path=path, cookie=full["cookies"][name]: burst(portal, path, requests=n, cookie=cookie)
    for run in bursts.values():
        run(WARM_UP)
    measured: dict[str, list[Burst]] = {name: [] for name in bursts}
    for _ in range(RUNS):
        for name, run in bursts.items():
            measured[name].append(run(LOG_REQUESTS))
    p50 = {name: statistics.median(each.p50 for each in rounds) for name, rounds in measured.items()}
    print(f"log entries                     {full['entries']}")
    for name in ("bare list", "bare grid"):
        print(f"{name:<12}           p50 {p50[name]:7.2f} ms")
    for name in full["pages"]:
        beside = "bare grid" if name == "grid" else "bare list"
        times = p50[name] / p50[beside]
        print(f"{name:<12} SQL {full['sql'][name]:3}   p50 {p50[name]:7.2f} ms   / {beside} {times:.2f}   (at most 15 and 3)")


def _report(measured: dict[str, list[Burst]], empty: dict[str, Any], full: dict[str, Any]) -> None:
    rate = {name: statistics.median(each.rate for each in bursts) for name, bursts in measured.items()}
    p50 = {name: statistics.median(each.p50 for each in bursts) for name, bursts in measured.items()}
    for name in measured:
        print(f"{name:<20} {rate[name]:8.1f} req/s   p50 {p50[name]:7.2f} ms")
    print(f"announcement 10000 / bare       {rate['announcement 10000'] / rate['announcement bare']:.2f}   (at least 0.75)")
    print(f"announcement 10000 / none       {rate['announcement 10000'] / rate['announcement none']:.2f}   (at least 0.90)")
    print(f"announcement SQL, uncached      none {empty['page']}, 10000 {full['page']}   (equal)")
    print(f"queue 10000 p50 / bare          {p50['queue 10000'] / p50['queue bare']:.2f}   (at most 3)")
    print(f"queue SQL                       one row {full['queue one']}, 10000 {full['queue']}   (equal, at most 12)")


def _report_appraisal(url: str = "") -> None:
    """Two hundred sheets as one PDF, and what their pages ask of the database."""
    told = json.loads(_run("bench.appraisal", env=PORTAL | ({"DATABASE_URL": url} if url else {})))
    print(f"appraisal pack                  {told['pack']:.1f} s for {told['sheets']} sheets, {told['mib']:.1f} MiB   (at most 60)")
    print(f"appraisal grades of all         {told['grades']:.2f} s in one act")
    print(f"appraisal SQL                   periods {told['sql']['periods']}, grid of 200 {told['sql']['period']}   (at most 15)")


def _report_exports(exports: list[dict[str, dict[str, float]]]) -> None:
    """The queue as a table, each time in a process of its own."""
    seconds = {name: statistics.median(each[name]["seconds"] for each in exports) for name in exports[0]}
    added = max(each["portal"]["mib"] for each in exports)
    print(f"export 10000 rows               bare {seconds['bare']:.2f} s, portal {seconds['portal']:.2f} s")
    print(f"export 10000 / bare writer      {seconds['portal'] / seconds['bare']:.2f}   (at most 1.5)")
    print(f"export memory added             {added:.0f} MiB   (at most 60)")


if __name__ == "__main__":
    main()
