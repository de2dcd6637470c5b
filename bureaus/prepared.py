"""A question that many requests ask: its SQL is built once a process, for building it costs several times what asking it does."""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from datetime import date, timedelta
from functools import cached_property, update_wrapper
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar, get_type_hints, overload

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, ForeignKey, Lookup, QuerySet

P = ParamSpec("P")
R = TypeVar("R", covariant=True)
Reader = tuple[str, bool]  # what the SQL depends on of who asks: the role, and whether without a county

OWN_KEYS = (32_001, 32_002, 32_003)  # of a stand-in for a reader: himself, county and office; a small integer can hold them
STAND_INS: dict[Any, Callable[[int], Any]] = {  # no two are equal, and none is a value that a question would name itself
    int: lambda place: 32_100 + place,
    str: lambda place: f"stand-in {place}",
    date: lambda place: date.min + timedelta(days=place),
    list[int]: lambda place: [32_100 + place],
}


class Prepared(Generic[P, R]):
    """A function that makes a queryset, worn as a decorator: called, it gives the rows, and the queryset is made only once.

    The types of its parameters are those of `STAND_INS`, with which the SQL is built before the values take their places, and the account
    of who asks: what somebody may see depends on the role, for each of which the SQL is built anew, and on the own keys.

    :raises ValueError: at the first call, if a parameter is none of the statement's, so that no value could take its place.
    """

    def __init__(self, rows: Callable[P, QuerySet[Any, R]]) -> None:
        self._rows = rows
        self._statements: dict[Reader | None, _Statement] = {}
        update_wrapper(self, rows)

    def __call__(self, *values: P.args, **_: P.kwargs) -> list[R]:
        """Ask with these values, each in its place."""
        return self.window(values)

    def turned(self, *values: P.args, **_: P.kwargs) -> "Turned[R]":
        """What a paginator turns the pages of."""
        return Turned(self, values)

    def window(self, values: Sequence[Any], start: int = 0, stop: int | None = None) -> list[R]:
        """The rows of that stretch."""
        statement = self._statement(values)
        connection = connections[DEFAULT_DB_ALIAS]
        within = connection.ops.limit_offset_sql(start, stop)
        compiler = copy(statement.compiler)  # what was built is shared by all threads; connection and values are this one's
        compiler.connection = connection
        compiler.as_sql = lambda *_, **__: (statement.sql and f"{statement.sql} {within}", statement.taking(values))
        rows: Any = statement.rows.all()
        rows.query.get_compiler = lambda *_, **__: compiler
        return list(rows)

    def count(self, values: Sequence[Any]) -> int:
        """How many rows there are."""
        statement = self._keys._statement(values)
        if not statement.sql:
            return 0
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({statement.sql}) AS counted", statement.taking(values))  # noqa: S608 - nothing of a reader's
            return int(cursor.fetchone()[0])

    @cached_property
    def _keys(self) -> "Prepared[P, Any]":
        def keys(*values: P.args, **named: P.kwargs) -> QuerySet[Any, Any]:
            return self._rows(*values, **named).order_by().values_list("pk")

        keys.__annotations__ = get_type_hints(self._rows)
        return Prepared(keys)

    def _statement(self, values: Sequence[Any]) -> "_Statement":
        reader = next(((value.role, value.county_id is None) for value in values if _is_account(value)), None)
        if reader not in self._statements:
            self._statements[reader] = self._build(reader)
        return self._statements[reader]

    def _build(self, reader: Reader | None) -> "_Statement":
        kinds = [kind for name, kind in get_type_hints(self._rows).items() if name != "return"]
        stand_ins: Any = [_stand_in(kind, place, reader) for place, kind in enumerate(kinds, 1)]
        queryset: Callable[..., QuerySet[Any, Any]] = self._rows
        rows = queryset(*stand_ins)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:  # nobody of this role sees any: no statement, and none will be asked
            return _Statement(rows, compiler, "", [])
        if strange := [value for value in stand_ins if not _is_account(value) and value not in parameters]:
            raise ValueError(f"The statement does not take {strange}: {sql}")
        flat = list(_flat(stand_ins))
        return _Statement(rows, compiler, sql, [(each, flat.index(each) if each in flat else None) for each in parameters])


class Turned(Sequence[R]):
    """The rows of a prepared question, counted and read a page at a time."""

    def __init__(self, question: Prepared[Any, R], values: Sequence[Any]) -> None:
        self._question, self._values = question, values

    def __len__(self) -> int:
        return self._question.count(self._values)

    @overload
    def __getitem__(self, wanted: int) -> R: ...

    @overload
    def __getitem__(self, wanted: slice) -> list[R]: ...

    def __getitem__(self, wanted: int | slice) -> R | list[R]:
        if isinstance(wanted, slice):
            return self._question.window(self._values, wanted.start or 0, wanted.stop)
        return self._question.window(self._values, wanted, wanted + 1)[0]


class _Statement(NamedTuple):
    rows: QuerySet[Any, Any]
    compiler: Any
    sql: str
    parameters: list[tuple[Any, int | None]]  # a constant of the question, or which of the values takes its place

    def taking(self, values: Sequence[Any]) -> tuple[Any, ...]:
        given = list(_flat(values))
        return tuple(constant if place is None else given[place] for constant, place in self.parameters)


def _stand_in(kind: Any, place: int, reader: Reader | None) -> Any:
    if reader is None or kind in STAND_INS:
        return STAND_INS[kind](place)
    (role, everywhere), (himself, county, office) = reader, OWN_KEYS
    return kind(pk=himself, role=role, county_id=None if everywhere else county, office_id=office)


def _is_account(value: Any) -> bool:
    return isinstance(value, AbstractBaseUser)


def _flat(values: Sequence[Any]) -> Iterator[Any]:
    """The values, a reader as the three keys that a question may compare with."""
    for value in values:
        yield from (value.pk, value.county_id, value.office_id) if _is_account(value) else (value,)


@ForeignKey.register_lookup
@Field.register_lookup
class Among(Lookup):
    """`field__among=[…]`: as `in`, with the whole list as one parameter, so that the SQL is the same for a list of any length."""

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", [list(value)]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_parameters = self.process_lhs(compiler, connection)
        right, right_parameters = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*left_parameters, *right_parameters]
