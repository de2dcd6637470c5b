"""`.env.example` names every variable that the portal reads, and no other."""

import ast
import re

from ops import place


def test_the_example_names_exactly_the_variables_that_are_read():
    named = set(re.findall(r"^#?([A-Z_]+)=", (place.ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert named == set().union(*map(variables_read, sources()))


def sources():
    return [*(place.ROOT / "ops").glob("*.py"), place.ROOT / "yangquan_portal/settings.py"]


def variables_read(path):
    """Constant names given to `os.environ.get`, and to the settings' own `flag`."""
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call) and node.args)
    return {
        call.args[0].value
        for call in calls
        if ast.unparse(call.func) in {"os.environ.get", "flag"} and isinstance(call.args[0], ast.Constant)
    }
