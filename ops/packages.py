"""The system's own packages: which are missing, and installing them where we may.

`python3 -m ops.packages run|test` installs what is missing for starting the portal or for its tests.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ops import locks

PDF = ("libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk")
BROWSER = ("chromium-headless-shell", "libatomic1")
NEEDED = {"run": PDF, "test": (*PDF, *BROWSER)}
LOCK = Path(tempfile.gettempdir()) / f"portal-packages-{os.getuid()}.lock"
APT = ("apt-get", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0", "-qq")


def missing(packages: Sequence[str]) -> list[str]:
    """Those of the packages that this machine does not have."""
    if shutil.which("dpkg-query") is None:  # not a Debian: its owner knows
        return []
    return [name for name in packages if not _is_installed(name)]


def authority() -> list[str] | None:
    """What to put before a command that needs root: nothing for root, sudo where it asks no password; None where neither is."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def command(packages: Sequence[str]) -> str:
    """The line that a person types to install them."""
    return f"sudo apt-get install -y --no-install-recommends {' '.join(packages)}"


def install(packages: Sequence[str]) -> list[str]:
    """Install what is missing where we may; returns what is still missing."""
    with locks.exclusive(LOCK):
        wanted, by = missing(packages), authority()
        if wanted and by is not None and shutil.which("apt-get"):
            call = [*by, "env", "DEBIAN_FRONTEND=noninteractive", *APT, "install", "-y", "--no-install-recommends", *wanted]
            if subprocess.run(call, capture_output=True).returncode != 0:  # the list of packages may be missing or old
                subprocess.run([*by, *APT, "update"], stdout=sys.stderr)
                subprocess.run(call, stdout=sys.stderr)
        return missing(packages)


def _is_installed(name: str) -> bool:
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status}", name],
        capture_output=True,
        text=True,
    )
    return asked.returncode == 0 and asked.stdout == "installed"


if __name__ == "__main__":
    sys.exit(1 if install(NEEDED[sys.argv[1]]) else 0)
