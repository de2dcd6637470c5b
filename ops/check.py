"""The checks that need no test run: style, types, templates. Runs all of them and fails when one did."""

import subprocess
import sys
from pathlib import Path

from ops import place

BIN = Path(sys.executable).parent
TEMPLATES = [str(path) for path in sorted((place.ROOT / "templates").rglob("*.html"))]
CHECKS = (
    ("ruff", "check", "--quiet", "."),
    ("ruff", "format", "--check", "--quiet", "."),
    ("mypy",),
    ("djade", "--check", "--target-version", "5.2", *TEMPLATES),
)

if __name__ == "__main__":
    failed = [check[:2] for check in CHECKS if subprocess.run([BIN / check[0], *check[1:]], cwd=place.ROOT).returncode != 0]
    if failed:
        sys.exit(f"没有通过：{'、'.join(' '.join(check) for check in failed)}")
