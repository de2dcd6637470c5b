"""From a fresh clone to a portal that can start: `python3 -m ops.setup run|test`, by the system's own Python.

Every step is skipped when it has been done. What goes wrong ends in one sentence that says what to type.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older system's Python meets first
    sys.exit(f"需要 Python 3.11 或更新的版本，现在是 {sys.version.split()[0]}。请先运行：sudo apt-get install -y python3")

from ops import locks, packages, place

OLDEST = (3, 11)
VENV = place.ROOT / ".venv"
TOOLS = place.ROOT / ".venv-tools"
STAMP = VENV / "portal.json"
LOCKS = {purpose: place.ROOT / "requirements" / f"{name}.txt" for purpose, name in (("run", "runtime"), ("test", "test"))}
UV_LOCK = place.ROOT / "requirements" / "uv.txt"


def main(purpose: str) -> None:
    """Set up everything that starting (`run`) or testing (`test`) needs."""
    place.adopt_env_file()
    with locks.exclusive(place.ROOT / "build" / "setup.lock"):
        set_up_environment(purpose)
        set_up_packages(purpose)
    if subprocess.run([VENV / "bin/python", "-m", "ops.keys"], cwd=place.ROOT).returncode != 0:
        sys.exit(1)


def set_up_packages(purpose: str) -> None:
    """System packages: for tests now; for starting in the background, since the portal can serve before they arrive."""
    wanted = packages.missing(packages.NEEDED[purpose])
    if not wanted:
        return
    if purpose == "run":
        if packages.authority() is None:
            say(f"生成 PDF 还缺少系统软件包，其余功能不受影响。请找时间运行：{packages.command(wanted)}")
        else:
            log = place.log_file(place.data_folder(), "packages")
            log.parent.mkdir(parents=True, exist_ok=True)
            say(f"正在后台安装生成 PDF 所需的系统软件包（{'、'.join(wanted)}），过程见 {log}。")
            with log.open("ab") as out:
                subprocess.Popen(
                    [sys.executable, "-m", "ops.packages", purpose],
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    start_new_session=True,  # an interrupted start must not interrupt apt
                    cwd=place.ROOT,
                )
        return
    if packages.authority() is not None:
        say(f"正在安装系统软件包：{' '.join(wanted)}")
    if still := packages.install(wanted):
        leave(f"测试缺少系统软件包，没有运行。请先运行：{packages.command(still)}")


def set_up_environment(purpose: str) -> None:
    """The locked Python packages in `.venv`; what tests need beyond them stays there once it has come."""
    has = json.loads(STAMP.read_text(encoding="ascii")) if STAMP.exists() and _works(VENV) else {}
    wanted = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in LOCKS.items()}
    if "test" in has:
        purpose = "test"
    if has.get(purpose) == wanted[purpose]:
        return
    uv = find_uv(purpose)
    say("正在安装 Python 软件包……")
    if not _works(VENV):
        _call(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
    STAMP.unlink(missing_ok=True)
    _call(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", VENV / "bin/python", LOCKS[purpose])
    STAMP.write_text(json.dumps({purpose: wanted[purpose]}), encoding="ascii")


def find_uv(purpose: str) -> Path:
    """uv from PATH, else the project's own, else one brought with pip."""
    if found := shutil.which("uv"):
        return Path(found)
    own = TOOLS / "bin" / "uv"
    if own.exists():
        return own
    say("没有找到 uv，正在安装一份到项目文件夹……")
    if importlib.util.find_spec("ensurepip") is None:
        packages.install(["python3-venv"])
        if subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode != 0:
            line = packages.command(["python3-venv", *packages.missing(packages.NEEDED[purpose])])
            leave(f"缺少系统软件包，无法继续安装。请先运行：{line}")
    _call(sys.executable, "-m", "venv", "--clear", TOOLS)
    _call(TOOLS / "bin/python", "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", UV_LOCK)
    return own


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def leave(sentence: str) -> NoReturn:
    say(sentence)
    sys.exit(1)


def _works(venv: Path) -> bool:
    """Whether the environment's Python starts and is new enough; one copied from elsewhere, or left by an older system, is not used."""
    check = f"import sys; sys.exit(sys.version_info < {OLDEST} or sys.prefix != {str(venv)!r})"
    try:
        return subprocess.run([venv / "bin/python", "-c", check], capture_output=True).returncode == 0
    except OSError:
        return False


def _call(*args: str | Path) -> None:
    if subprocess.run([os.fspath(arg) for arg in args], cwd=place.ROOT, stdout=sys.stderr).returncode != 0:
        leave(f"这一步没有成功：{' '.join(map(str, args))}\n请检查网络和磁盘空间后再运行一次；已完成的步骤不会重做。")


if __name__ == "__main__":
    main(sys.argv[1])
