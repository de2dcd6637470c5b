"""A walk through every address: none without a power, none that bypasses `visible_to`."""

import ast
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from bureaus import desk
from bureaus.access import requires
from bureaus.desk import Desk
from ops import place
from policy.powers import GRANTS, Power, Role, may
from tests.architecture.pages import OPEN_MODELS, OPEN_READS, PERSONAL_PAGES, PUBLIC_PAGES, PUBLISHED
from tests.architecture.sources import APPS, Module, modules

TABLE = place.ROOT / "tests/architecture/who_may_open.txt"
READERS = {"visible_to", "for_reader", "none"}
DOORS = {"objects", "_default_manager", "_base_manager"}
WRITES = {"save", "delete", "update", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "set_password"}


class Page(NamedTuple):
    """One address: its name with namespace, its pattern, its view."""

    name: str
    route: str
    view: Callable[..., object]

    @property
    def powers(self) -> tuple[Power, ...]:
        return getattr(self.view, "powers", ())

    @property
    def is_public(self) -> bool:
        return not getattr(self.view, "login_required", True)

    @property
    def is_of_the_admin(self) -> bool:
        return self.name.startswith("admin:")


def walk(patterns: list[URLPattern | URLResolver], route: str = "", space: str = "") -> Iterator[Page]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, here, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield Page(f"{space}{pattern.name}", here, pattern.callback)


PAGES = [page for page in walk(get_resolver().url_patterns) if not page.is_of_the_admin]


def test_the_walk_sees_the_whole_portal():
    assert len(PAGES) > 100


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_page_is_public_personal_or_asks_for_a_power(page):
    kinds = [page.name in PUBLIC_PAGES, page.name in PERSONAL_PAGES, bool(page.powers)]
    assert kinds.count(True) == 1, (
        f"/{page.route} ({page.view.__module__}.{page.view.__qualname__}) must wear @requires(Power.…), "
        f"or stand in exactly one list of tests/architecture/pages.py"
    )


def test_what_opens_without_a_sign_in_is_exactly_what_is_listed():
    assert {page.name for page in PAGES if page.is_public} == PUBLIC_PAGES


def test_the_lists_name_no_page_that_is_gone():
    assert (PUBLIC_PAGES | PERSONAL_PAGES) - {page.name for page in PAGES} == set()


def test_every_power_a_page_asks_for_is_granted_to_somebody():
    granted = {grant.power for grant in GRANTS}
    assert {power for page in PAGES for power in page.powers} <= granted


def test_the_table_of_who_may_open_what_is_as_it_was_written_down():
    """A change of a page's power, or of who holds one, is a line of `who_may_open.txt` that somebody read."""
    lines = []
    for page in sorted(PAGES, key=lambda page: page.name):
        holders = [role.value for role in Role if any(may(role, power) for power in page.powers)]
        who = ["anybody"] if page.is_public else holders or ["everybody signed in"]
        lines.append(f"{page.name} {' '.join(who)}\n")
    assert "".join(lines) == TABLE.read_text(encoding="utf-8")


def test_the_admin_shows_desks_alone_each_behind_a_power_and_without_delete():
    for model, registered in desk.site._registry.items():
        assert isinstance(registered, Desk), f"{model.__name__}: register a bureaus.desk.Desk on bureaus.desk.site"
        assert isinstance(registered.reads, Power)
        assert registered.has_delete_permission(None) is False
        assert "delete_selected" not in [name for name in registered.actions if isinstance(name, str)]


# --- what a view reads -----------------------------------------------------------------------------------------------


class Read(NamedTuple):
    """One reading of a model through its manager: where, which model, every method of the chain."""

    path: str
    line: int
    model: str
    chain: list[str]

    @property
    def key(self) -> tuple[str, str]:
        return self.path, f"{self.model}.objects.{self.chain[0] if self.chain else ''}"


def edges() -> list[Module]:
    """Where requests come in."""
    return [module for module in modules() if module.room in APPS and module.layer in {"views", "forms", "admin"}]


def reads(module: Module) -> Iterator[Read]:
    parents = {child: node for node in ast.walk(module.tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(module.tree):
        if not (isinstance(node, ast.Attribute) and node.attr in DOORS):
            continue
        chain, above = [], parents[node]
        while isinstance(above, ast.Attribute | ast.Call):
            if isinstance(above, ast.Attribute):
                chain.append(above.attr)
            elif not (isinstance(above.func, ast.Attribute) and above.func.attr == (chain[-1] if chain else "")):
                break
            above = parents[above]
        yield Read(module.path, node.lineno, ast.unparse(node.value), chain)


def is_answered_for(read: Read) -> bool:
    return read.model in OPEN_MODELS or bool((READERS | PUBLISHED) & set(read.chain)) or read.key in OPEN_READS


@pytest.mark.parametrize("module", edges(), ids=lambda module: module.path)
def test_what_a_view_reads_goes_through_visible_to(module):
    # A form's declared choices are replaced by visible ones in __init__; a bare manager reads nothing by itself.
    bypasses = [f"{read.path}:{read.line} {read.key[1]}" for read in reads(module) if read.chain and not is_answered_for(read)]
    assert bypasses == [], (
        "start from Model.objects.visible_to(request.user) (or for_reader), or give the reason in OPEN_READS of tests/architecture/pages.py"
    )


def test_the_reasons_name_no_read_that_is_gone():
    assert set(OPEN_READS) - {read.key for module in edges() for read in reads(module)} == set()
    assert set(OPEN_MODELS) <= {model.__name__ for model in apps.get_models()}


@pytest.mark.parametrize("module", [module for module in edges() if module.layer == "views"], ids=lambda module: module.path)
def test_a_view_writes_nothing_itself(module):
    written = [
        f"{module.path}:{node.lineno} .{node.func.attr}()"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES and _is_of_a_row(node)
    ]
    assert written == [], "find it, call one action, say what happened"


def _is_of_a_row(call: ast.Call) -> bool:
    """A dict's or a context's `update` is none; a row's `save()` and a queryset's `update(…)` are."""
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr != "update":
        return True
    return bool(call.keywords) and not call.args


# --- the checks themselves -------------------------------------------------------------------------------------------


def tree_of(source: str) -> Module:
    return Module("recruitment/views/example.py", "recruitment.views.example", ast.parse(source))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Round.objects.filter(pk=1)", False),
        ("Round.objects.get(pk=request.user.visible_to)", False),
        ("Round.objects.select_related('a').visible_to(user)", True),
        ("get_object_or_404(Round.objects.visible_to(request.user).filter(open=True), pk=pk)", True),
        ("Round._base_manager.all()", False),
        ("County.objects.all()", True),
        ("Round.objects.announced()", True),
    ],
)
def test_control_a_bypass_is_seen_and_a_lawful_read_is_not(source, found):
    (read,) = reads(tree_of(source))
    assert is_answered_for(read) is found


def test_control_a_page_without_a_power_is_seen():
    assert Page("x", "x", lambda request: None).powers == ()
    assert Page("x", "x", requires(Power.REVIEW)(lambda request: None)).powers == (Power.REVIEW,)
