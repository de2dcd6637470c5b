"""Counties, their 司法所, and the people who sign in."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from bureaus.sealing import SealedTextField, fingerprint
from bureaus.tenancy import COUNTY_ROLES, TenantQuerySet
from policy.powers import Role


class County(models.Model):
    """A county or district of the city: the tenant."""

    code = models.CharField("行政区划代码", max_length=6, unique=True)
    name = models.CharField("名称", max_length=20, unique=True)
    justice_bureau = models.CharField("司法局全称", max_length=40)
    hr_bureau = models.CharField("人社局全称", max_length=40)
    phone = models.CharField("咨询电话", max_length=40, blank=True)
    complaint_phone = models.CharField("监督电话", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "县（区）"
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name


class JudicialOfficeQuerySet(TenantQuerySet["JudicialOffice"]):
    office_lookup = "pk"
    kept_by_operator = True

    def standing(self, on: date | None = None) -> "JudicialOfficeQuerySet":
        """Those that exist now, or stood on that day."""
        if on is None:
            return self.filter(closed_on=None)
        return self.filter(Q(opened_on=None) | Q(opened_on__lte=on), Q(closed_on=None) | Q(closed_on__gt=on))

    def named(self, on: date) -> "JudicialOfficeQuerySet":
        """Each with `name_then`, what it was called on that day."""
        return self.annotate(name_then=name_then(on))


def name_then(on: date, *, path: str = "") -> Coalesce:
    """What an office was called on a day: the first later renaming says it. `path` leads to the office from the rows that are asked for."""
    later = OfficeChange.objects.filter(office=OuterRef(f"{path}pk"), kind=OfficeChange.Kind.RENAMED, day__gt=on).order_by("day", "pk")
    return Coalesce(Subquery(later.values("old_name")[:1]), F(f"{path}name"))


class JudicialOffice(models.Model):
    """A 司法所, the place where assistants work (三.岗位). Closed or merged, it keeps its row: whatever names it goes on to do so."""

    county = models.ForeignKey(County, models.PROTECT, related_name="offices", verbose_name="县（区）")
    name = models.CharField("名称", max_length=40)
    town = models.CharField("乡镇（街道）", max_length=40)
    code = models.CharField("乡镇代码", max_length=9, unique=True)
    opened_on = models.DateField("设立日期", null=True, blank=True)
    closed_on = models.DateField("撤销日期", null=True, blank=True)  # the first day on which it stands no more
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="并入")

    objects = JudicialOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "司法所"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county", "name"], name="one_office_name_per_county", violation_error_message="本县已有同名司法所。"
            ),
            models.CheckConstraint(
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gt=F("opened_on")),
                name="office_closes_after_it_opens",
                violation_error_message="撤销日期须晚于设立日期。",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(closed_on__isnull=False) & ~Q(merged_into=F("pk")),
                name="merged_office_is_closed",
                violation_error_message="并入其他司法所的，须写明撤销日期，且不能并入自己。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def stood(self, on: date) -> bool:
        """Whether it stood on that day."""
        return (self.opened_on is None or self.opened_on <= on) and (self.closed_on is None or self.closed_on > on)


class OfficeChangeQuerySet(TenantQuerySet["OfficeChange"]):
    county_lookup = "office__county"
    office_lookup = "office"
    kept_by_operator = True


class OfficeChange(models.Model):
    """What happened to a 司法所: opened, renamed, merged or closed, from which day and by which paper. Kept for good by a trigger."""

    class Kind(models.TextChoices):
        OPENED = "opened", "设立"
        RENAMED = "renamed", "更名"
        MERGED = "merged", "并入"
        CLOSED = "closed", "撤销"

    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="changes", verbose_name="司法所")
    kind = models.CharField("事项", max_length=10, choices=Kind.choices)
    day = models.DateField("生效日期")
    old_name = models.CharField("原名称", max_length=40, blank=True)
    new_name = models.CharField("新名称", max_length=40, blank=True)
    into = models.ForeignKey(JudicialOffice, models.PROTECT, null=True, related_name="+", verbose_name="并入")
    basis = models.CharField("批准文件", max_length=100, blank=True)
    by = models.ForeignKey("User", models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    objects = OfficeChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "司法所变动"
        ordering: ClassVar = ["day", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="renamed") | ~Q(old_name="") & ~Q(new_name=""),
                name="renaming_keeps_both_names",
                violation_error_message="更名须写明原名称和新名称。",
            ),
            models.CheckConstraint(
                condition=Q(kind="merged", into__isnull=False) | ~Q(kind="merged") & Q(into=None),
                name="merger_names_where_to",
                violation_error_message="并入须写明并入哪个司法所。",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What happened, in words: 由甲司法所更名为乙司法所."""
        words = {
            self.Kind.OPENED: "设立",
            self.Kind.RENAMED: f"由{self.old_name}更名为{self.new_name}",
            self.Kind.MERGED: f"并入{self.into}",
            self.Kind.CLOSED: "撤销",
        }
        return words[self.Kind(self.kind)]


class UserQuerySet(TenantQuerySet["User"]):
    person_lookup = "pk"
    kept_by_operator = True


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Accounts by user name; mobile numbers are looked up by their keyed hash."""

    def by_phone(self, phone: str) -> "User | None":
        found: User | None = self.filter(phone_hash=phone_hash(phone)).first()
        return found


def phone_hash(phone: str) -> str:
    return fingerprint(phone, purpose="phone")


class User(AbstractBaseUser):
    """Somebody who signs in: staff by a user name from the operator, applicants by their mobile number."""

    username = models.CharField("用户名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=30)
    role = models.CharField("角色", max_length=20, choices=[(role.value, role.title) for role in Role])
    county = models.ForeignKey(County, models.PROTECT, null=True, blank=True, verbose_name="县（区）")
    office = models.ForeignKey(JudicialOffice, models.PROTECT, null=True, blank=True, verbose_name="司法所")
    phone = SealedTextField("手机号码", blank=True)
    phone_hash = models.CharField(max_length=64, null=True, blank=True, editable=False)  # noqa: DJ001 - two accounts without a number are not equal
    phone_verified = models.BooleanField("手机号码已核验", default=False)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    is_demo = models.BooleanField("演示账号", default=False)
    must_change_password = models.BooleanField("下次登录须修改密码", default=False)
    date_joined = models.DateTimeField("开户时间")

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name", "role"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        ordering: ClassVar = ["username"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["phone_hash"], name="one_account_per_phone", violation_error_message="该手机号码已注册，请直接登录。"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=COUNTY_ROLES) | Q(county__isnull=False),
                name="county_staff_have_a_county",
                violation_error_message="县（区）工作人员须指定所属县（区）。",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.OFFICE) | Q(office__isnull=False, county__isnull=False),
                name="office_staff_have_an_office",
                violation_error_message="司法所工作人员须指定所属司法所。",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Who may open the admin at all; each desk asks for its own power."""
        return self.role in (Role.CITY, Role.OPERATOR)

    @property
    def is_official(self) -> bool:
        """Works for a bureau: everybody but applicants and assistants."""
        return self.role not in (Role.APPLICANT, Role.ASSISTANT)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are not used: a power is a line in policy.powers."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False
