"""A question that many requests ask: its SQL is built once a process, for building it costs several times what asking it does."""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, ForeignKey, Lookup, QuerySet

from bureaus.models.who import User

R = TypeVar("R")


class Prepared(Generic[R]):
    """The rows of a queryset for other values than those it was built with.

    `rows` makes the queryset; `stand_ins` are values to build its SQL with, of which no two may be equal, nor equal to a constant of the
    question. Where `rows` takes a reader first, the SQL is built once for each role: what somebody may see depends on it and on the keys.

    :raises ValueError: if a stand-in is no parameter of the statement, so that no other value could take its place.
    """

    def __init__(self, rows: Callable[..., QuerySet[Any, R]], *stand_ins: Any) -> None:
        self._rows, self._stand_ins = rows, stand_ins
        self._statements: dict[object, _Statement] = {}

    def __call__(self, *values: Any, window: slice = slice(None)) -> list[R]:
        """Ask with these values; of the rows only those in the window."""
        rows, built, sql, parameters = self._statement(values)
        connection = connections[DEFAULT_DB_ALIAS]
        within = connection.ops.limit_offset_sql(window.start or 0, window.stop)
        compiler = copy(built)  # what was built is shared by all threads; the connection and the values are this one's
        compiler.connection = connection
        compiler.as_sql = lambda *_, **__: (sql and f"{sql} {within}", _given(parameters, values))
        asked = rows.all()
        asked.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(asked)

    def turned(self, *values: Any) -> "Turned[R]":
        """What a paginator turns the pages of."""
        return Turned(self, values)

    def count(self, *values: Any) -> int:
        """How many rows there are."""
        _, _, sql, parameters = self._keys._statement(values)  # noqa: SLF001 - another of this class
        if not sql:
            return 0
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({sql}) AS counted", _given(parameters, values))
            return int(cursor.fetchone()[0])

    @cached_property
    def _keys(self) -> "Prepared[Any]":
        return Prepared(lambda *values: self._rows(*values).order_by().values_list("pk"), *self._stand_ins)

    def _statement(self, values: tuple[Any, ...]) -> "_Statement":
        form = _form(values)
        if form not in self._statements:
            self._statements[form] = self._build(form)
        return self._statements[form]

    def _build(self, form: "_Form") -> "_Statement":
        reader = () if form is None else (User(pk=-1, role=form[0], county_id=None if form[1] else -2, office_id=-3),)
        stand_ins = list(_flat((*reader, *self._stand_ins)))
        rows = self._rows(*reader, *self._stand_ins)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:  # nobody of this role sees any: no statement, and none will be asked
            return _Statement(rows, compiler, "", [])
        if strange := [value for value in self._stand_ins if value not in parameters]:
            raise ValueError(f"The statement does not take {strange}: {sql}")
        return _Statement(rows, compiler, sql, [(each, stand_ins.index(each) if each in stand_ins else None) for each in parameters])


@dataclass(frozen=True)
class Turned(Generic[R]):
    """The rows of a prepared question, counted and read a page at a time."""

    question: Prepared[R]
    values: tuple[Any, ...]

    def count(self) -> int:
        return self.question.count(*self.values)

    def __getitem__(self, window: slice) -> list[R]:
        return self.question(*self.values, window=window)


_Form = tuple[str, bool] | None  # the reader's role, and whether without a county


class _Statement(NamedTuple):
    rows: QuerySet[Any, Any]
    compiler: Any
    sql: str
    parameters: list[tuple[Any, int | None]]  # the constant, and which of the values takes its place


def _form(values: tuple[Any, ...]) -> _Form:
    reader = values[0] if values and isinstance(values[0], User) else None
    return reader and (reader.role, reader.county_id is None)


def _given(parameters: list[tuple[Any, int | None]], values: tuple[Any, ...]) -> tuple[Any, ...]:
    given = list(_flat(values))
    return tuple(constant if place is None else given[place] for constant, place in parameters)


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    """The values, a reader as the three keys that a question may compare with."""
    for value in values:
        if isinstance(value, User):
            yield from (value.pk, value.county_id, value.office_id)
        else:
            yield value


@ForeignKey.register_lookup
@Field.register_lookup
class Among(Lookup):  # type: ignore[type-arg]
    """`field__among=[…]`: as `in`, with the whole list as one parameter, so that the SQL is the same for a list of any length."""

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [list(value)]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, left_parameters = self.process_lhs(compiler, connection)
        right, right_parameters = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*left_parameters, *right_parameters]
