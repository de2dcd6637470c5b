"""Who may import whom, and the few things that stand nowhere."""

import ast
import re
import sys
from collections.abc import Iterator

from tests.architecture.sources import APPS, PACKAGES, ROOT, Module, modules

BELOW = {
    "policy": set(),
    "bureaus": {"policy"},
    "documents": {"policy", "bureaus"},
    "staffing": {"policy", "bureaus", "documents"},
    "recruitment": {"policy", "bureaus", "documents", "staffing"},
    "evaluation": {"policy", "bureaus", "documents", "staffing"},
    "yangquan_portal": {"policy", *APPS},
}

# Inside an app: models <- actions <- forms, views, tasks, admin. What a layer may not import of its own app.
EDGES = {"forms", "views", "tasks", "admin", "urls"}
ABOVE = {
    "models": {"actions", *EDGES},
    "actions": EDGES,
    "forms": {"views", "tasks", "admin", "urls"},
    "tasks": {"forms", "views", "admin", "urls"},
    "views": {"tasks", "admin", "urls"},
    "admin": {"views", "tasks", "urls"},
    "urls": {"tasks", "admin"},
}

NAMELESS = {"utils", "common", "core", "helpers", "services", "managers", "constants", "signals"}

READING_THE_CLOCK = re.compile(
    r"^(date|datetime|datetime\.date|datetime\.datetime)\.(today|now|utcnow)$|^timezone\.(now|localdate)$|^time\.time$"
)
# bureaus.clock is where it is read. The health page compares this machine's clock with the database's.
MAY_READ_THE_CLOCK = {"bureaus/clock.py", "yangquan_portal/health.py"}


def calls(module: Module) -> Iterator[tuple[int, str, ast.Call]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func), node


def test_each_room_imports_only_the_rooms_below_it():
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in modules()
        for line, name in module.imports()
        if (room := name.partition(".")[0]) in PACKAGES and room != module.room and room not in BELOW[module.room]
    ]
    assert wrong == [], "policy <- bureaus <- documents <- staffing <- recruitment / evaluation <- yangquan_portal"


def test_policy_imports_the_standard_library_alone():
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in modules()
        if module.room == "policy"
        for line, name in module.imports()
        if name.partition(".")[0] not in {"policy", *sys.stdlib_module_names}
    ]
    assert wrong == []


def test_nothing_outside_its_one_place_reads_a_clock():
    wrong = [
        f"{module.path}:{line} {name}()"
        for module in modules()
        if module.path not in MAY_READ_THE_CLOCK
        for line, name, _ in calls(module)
        if READING_THE_CLOCK.match(name)
    ]
    assert wrong == [], "take now= or today= as an argument; at the edge use request.now or bureaus.clock.now()"


def test_inside_an_app_each_layer_imports_only_the_layers_below_it():
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in modules()
        if module.room in APPS
        for line, name in module.imports()
        if name.startswith(f"{module.room}.") and name.split(".")[1] in ABOVE.get(module.layer, ())
    ]
    assert wrong == [], "models <- actions <- forms, views, tasks, admin; actions never import tasks"


def test_no_import_hides_inside_a_function_but_in_tasks():
    wrong = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        if module.layer != "tasks"
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert wrong == []


def test_no_module_has_a_name_that_says_nothing():
    assert [module.path for module in modules() if NAMELESS & set(module.name.split("."))] == []


def test_every_module_opens_with_a_line_that_says_what_lives_there():
    silent = [module.path for module in modules() if ast.get_docstring(module.tree) is None]
    assert [path for path in silent if (ROOT / path).stat().st_size > 0] == []


def test_no_job_is_sent_off_with_a_date():
    wrong = [
        f"{module.path}:{line}"
        for module in modules()
        for line, _, call in calls(module)
        if {keyword.arg for keyword in call.keywords} & {"eta", "countdown"}
    ]
    assert wrong == [], "deadlines come from rows and the minute tick: a long eta is carried out twice"


def test_nothing_makes_celery_run_in_the_same_process():
    eager = "CELERY_TASK_ALWAYS_" + "EAGER"
    assert [module.path for module in modules() if eager in (ROOT / module.path).read_text(encoding="utf-8")] == []


def test_djangos_signals_carry_none_of_our_logic():
    wrong = [
        f"{module.path}:{line}" for module in modules() for line, name in module.imports() if name.startswith("django.db.models.signals")
    ]
    assert wrong == []
