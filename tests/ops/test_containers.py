"""The container files name nothing that is not there. The images themselves are not built here."""

import importlib.util
import re
import shlex

import pytest
import yaml

from ops import place

COMPOSE = yaml.safe_load((place.ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (place.ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
EXAMPLE = (place.ROOT / ".env.example").read_text(encoding="utf-8")
OURS = ("web", "worker", "beat")


def words(command):
    """A command's words, those inside `sh -c` too."""
    line = command if isinstance(command, str) else shlex.join(command)
    return [word for part in shlex.split(line) for word in (shlex.split(part) if " " in part else [part])]


def instructions(name):
    return [line.removeprefix(name).strip() for line in DOCKERFILE.splitlines() if line.startswith(name + " ")]


def commands():
    yield from instructions("RUN")
    yield instructions("CMD")[0].translate(str.maketrans("[],", "   "))
    for name in OURS:
        yield COMPOSE["services"][name]["command"]


def test_compose_has_one_image_and_its_five_services():
    assert list(COMPOSE["services"]) == ["postgres", "redis", *OURS]
    assert {COMPOSE["services"][name]["image"] for name in OURS} == {"yangquan-portal"}


@pytest.mark.parametrize("command", list(commands()))
def test_every_module_a_command_runs_can_be_found(command):
    given = words(command)
    modules = [given[place + 1] for place, word in enumerate(given) if word == "-A" or (word == "-m" and given[place - 1] == "python")]
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []


@pytest.mark.parametrize("source", [part.split()[0] for part in instructions("COPY")])
def test_every_file_the_image_copies_is_there(source):
    assert (place.ROOT / source).exists()


def test_every_file_a_command_names_is_there():
    named = {word for command in commands() for word in words(command) if re.fullmatch(r"(ops|requirements|yangquan_portal)/[\w./]+", word)}
    assert named == {"ops/gunicorn.conf.py", "requirements/runtime.txt"}
    assert all((place.ROOT / path).exists() for path in named)


def test_the_web_application_can_be_imported_by_its_name():
    assert importlib.util.find_spec("yangquan_portal.wsgi")


def test_every_variable_of_the_portal_is_explained_in_the_example():
    environment = {name for service in OURS for name in COMPOSE["services"][service]["environment"]}
    assert [name for name in sorted(environment) if f"#{name}=" not in EXAMPLE] == []


def test_every_variable_asked_of_the_operator_is_a_setting_or_the_databases_password():
    asked = set(re.findall(r"\$\{(\w+)", (place.ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    assert sorted(name for name in asked if f"#{name}=" not in EXAMPLE) == ["POSTGRES_PASSWORD"]


def test_services_wait_only_for_services_that_exist():
    waited = {name for service in OURS for name in COMPOSE["services"][service]["depends_on"]}
    assert waited <= set(COMPOSE["services"])


def test_every_volume_is_declared():
    mounted = {mount.split(":")[0] for service in COMPOSE["services"].values() for mount in service.get("volumes", [])}
    assert mounted == set(COMPOSE["volumes"])
