"""How rows are named, in the record and for readers."""

from bureaus.models import County
from bureaus.naming import named, titled


def test_a_row_is_named_by_kind_and_number():
    assert named(County(pk=12, name="盂县")) == "bureaus.county:12"


def test_readers_get_its_name_in_chinese():
    assert titled("bureaus.judicialoffice:12") == "司法所 12"


def test_a_kind_that_is_gone_is_left_out():
    assert titled("bureaus.gone:12") == "12"
