"""The secret keys: private, made once, never made again beside a database."""

import stat
import subprocess
import sys

import pytest
from django.db import connection

from ops import keys, place
from tests.portal import named


def test_keys_are_made_once_for_their_owner_alone(tmp_path):
    assert keys.ensure(tmp_path, database_exists=False) is True
    made = keys.load(tmp_path)
    assert stat.S_IMODE(place.keys_file(tmp_path).stat().st_mode) == 0o600
    assert keys.ensure(tmp_path, database_exists=True) is False
    assert keys.load(tmp_path) == made


def test_two_folders_never_share_a_key(tmp_path):
    for name in ("one", "two"):
        keys.ensure(tmp_path / name, database_exists=False)
    one, two = keys.load(tmp_path / "one"), keys.load(tmp_path / "two")
    assert not {one["secret_key"], one["fingerprint"], *one["sealing"].values()} & {
        two["secret_key"],
        two["fingerprint"],
        *two["sealing"].values(),
    }


def test_keys_open_to_others_are_closed_again(tmp_path):
    keys.ensure(tmp_path, database_exists=False)
    place.keys_file(tmp_path).chmod(0o644)
    keys.ensure(tmp_path, database_exists=True)
    assert stat.S_IMODE(place.keys_file(tmp_path).stat().st_mode) == 0o600


def test_lost_keys_are_not_replaced_while_there_is_a_database(tmp_path):
    with pytest.raises(keys.KeysLost, match="请把备份的密钥文件放回原处"):
        keys.ensure(tmp_path, database_exists=True)
    assert not place.keys_file(tmp_path).exists()


def test_setting_up_beside_an_embedded_database_without_keys_ends_in_the_sentence(data):
    place.keys_file(data).unlink()
    place.postgres_folder(data).mkdir()
    (place.postgres_folder(data) / "PG_VERSION").write_text("18\n")
    run = subprocess.run([sys.executable, "-m", "ops.keys"], cwd=place.ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (1, "", 1)
    assert "密钥文件" in run.stderr
    assert not place.keys_file(data).exists()


@pytest.mark.django_db
def test_a_given_database_that_holds_data_counts_as_a_database(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", named(connection.settings_dict["NAME"]))
    assert keys.given_database_has_data() is True
    monkeypatch.setenv("DATABASE_URL", named("postgres"))
    assert keys.given_database_has_data() is False


def test_a_given_database_out_of_reach_is_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", f"postgres://nobody@/{tmp_path}/nothing")
    with pytest.raises(keys.NotReached, match="数据库连不上"):
        keys.given_database_has_data()
