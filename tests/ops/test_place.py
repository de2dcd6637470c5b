"""Where things are."""

import os
import stat
import tempfile
from pathlib import Path

from ops import place


def test_sockets_lie_in_the_data_folder_where_their_path_is_short():
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        data = Path(name)
        assert place.make_socket_folder(data) == place.socket_folder(data) == data / "sockets"


def test_sockets_of_a_deep_data_folder_lie_in_a_short_private_one_that_is_recorded(tmp_path):
    deep = tmp_path / ("深" * 30)
    deep.mkdir()
    short = place.make_socket_folder(deep)
    assert len(os.fsencode(short / place.POSTGRES_SOCKET)) < place.SOCKET_PATH_LIMIT
    assert stat.S_IMODE(short.stat().st_mode) == 0o700
    assert place.socket_folder(deep) == place.make_socket_folder(deep) == short
    short.rmdir()


def test_a_short_folder_that_the_system_has_cleared_or_others_may_enter_is_replaced(tmp_path):
    first = place.make_socket_folder(tmp_path, reachable=False)
    first.rmdir()
    second = place.make_socket_folder(tmp_path, reachable=False)
    second.chmod(0o777)
    third = place.make_socket_folder(tmp_path, reachable=False)
    assert len({first, second, third}) == 3
    second.rmdir()
    third.rmdir()


def test_the_environment_file_is_read_line_by_line(tmp_path):
    (tmp_path / ".env").write_text("# 端口\nPORT = 8001\n\nSITE_NAME='某平台'\n", encoding="utf-8")
    assert place.read_env_file(tmp_path / ".env") == {"PORT": "8001", "SITE_NAME": "某平台"}
    assert place.read_env_file(tmp_path / "none") == {}
