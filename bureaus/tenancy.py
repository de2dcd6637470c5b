"""How every queryset reaches its county, and how a row is locked at the version a person has seen."""

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import connection, models
from django.db.transaction import TransactionManagementError

from bureaus.prepared import Prepared
from policy.powers import Role

if TYPE_CHECKING:
    from bureaus.models import User

M = TypeVar("M", bound=models.Model, covariant=True)

COUNTY_ROLES = frozenset({Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR})


class Stale(Exception):
    """The row has changed since the version the person had on the screen."""

    def __init__(self) -> None:
        super().__init__("您查看后内容又有更新，这次操作没有保存。请核对最新内容后再操作。")


class TenantQuerySet(models.QuerySet[M]):
    """A queryset that knows the lookups by which its rows belong to a county, an office or a person.

    A lookup left None means that such a person reaches no row.
    """

    county_lookup: ClassVar[str] = "county"
    office_lookup: ClassVar[str | None] = None
    person_lookup: ClassVar[str | None] = None
    kept_by_operator: ClassVar[bool] = False

    def visible_to(self, user: "User") -> Self:
        """City sees all, county its own, office its own people, applicant and assistant their own.

        The operator sees what the operator keeps (offices, accounts) and no record of recruitment.

        纪检 of a county reads that county; without a county, all.
        """
        role = Role(user.role)
        if role is Role.CITY or (role is Role.DISCIPLINE and user.county_id is None):
            return self.all()
        if role in COUNTY_ROLES or role is Role.DISCIPLINE:
            return self.filter(**{self.county_lookup: user.county_id})
        if role is Role.OFFICE and self.office_lookup:
            return self.filter(**{self.office_lookup: user.office_id})
        if role in (Role.APPLICANT, Role.ASSISTANT) and self.person_lookup:
            return self.filter(**{self.person_lookup: user.pk})
        if role is Role.OPERATOR and self.kept_by_operator:
            return self.all()
        return self.none()

    def locked(self, pk: Any, *, seen: int | None = None) -> M:
        """The row under `SELECT … FOR UPDATE`.

        :raises Stale: if its `version` is no longer the one the person has seen.
        """
        row = self._under_lock(pk)
        if seen is not None and row.version != seen:  # type: ignore[attr-defined]
            raise Stale
        return row

    def _under_lock(self, pk: Any) -> M:
        """Prepared for each model and what is read along with it: every act begins so."""
        if self.query.where or self.query.annotations or self.query.deferred_loading[0]:
            return self.select_for_update(of=("self",)).get(pk=pk)
        if not connection.in_atomic_block:
            raise TransactionManagementError("A row is locked within a transaction.")
        form = (self.model, str(self.query.select_related))
        if form not in _LOCKING:
            whole = self.all()

            def row(pk: int) -> models.QuerySet[M]:
                return whole.select_for_update(of=("self",)).filter(pk=pk)

            _LOCKING[form] = Prepared(row)
        rows: list[M] = _LOCKING[form](pk)
        if not rows:
            raise self.model.DoesNotExist  # type: ignore[attr-defined]
        return rows[0]


_LOCKING: dict[tuple[type[models.Model], str], Prepared[[int], Any]] = {}
