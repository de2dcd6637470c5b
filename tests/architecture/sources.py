"""The project's modules as syntax trees, for tests that read code."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("bureaus", "documents", "staffing", "recruitment", "evaluation")
PACKAGES = ("policy", *APPS, "yangquan_portal")


@dataclass(frozen=True)
class Module:
    """One source file: its path from the root, its dotted name, its tree."""

    path: str
    name: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @property
    def layer(self) -> str:
        """models, actions, forms, views, tasks, admin, urls … : the part right under the app."""
        return [*self.name.split("."), ""][1]

    def imports(self) -> Iterator[tuple[int, str]]:
        """Every module imported at run time, with its line; what only a type checker sees is left out."""
        hidden = {id(node) for block in ast.walk(self.tree) if _is_for_types(block) for node in ast.walk(block)}
        for node in ast.walk(self.tree):
            if id(node) in hidden:
                continue
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.lineno, node.module
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@cache
def modules() -> tuple[Module, ...]:
    """Every module of ours but tests, migrations and the operators' scripts."""
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts]
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Module:
    relative = path.relative_to(ROOT)
    name = ".".join(relative.with_suffix("").parts).removesuffix(".__init__")
    return Module(str(relative), name, ast.parse(path.read_text(encoding="utf-8")))


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
