"""The duty log: one entry per act, of a day served, in an office."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from bureaus.models import JudicialOffice, User
from bureaus.tenancy import TenantQuerySet
from documents.models import StoredFile
from policy.duties import ASSISTS, BY_NUMBER, DUTIES, LONGEST, Duty
from policy.powers import Role
from staffing.models import Assistant

NAMING_OFFICER = [duty.number for duty in DUTIES if duty.names_officer]
ASSISTING = [duty.number for duty in DUTIES if duty.assists]


class EntryState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "退回修改"


class LogEntryQuerySet(TenantQuerySet["LogEntry"]):
    county_lookup = "assistant__county"
    office_lookup = "office"
    person_lookup = "assistant__person"

    def visible_to(self, user: User) -> Self:
        """A draft is its writer's own."""
        rows = super().visible_to(user)
        return rows if Role(user.role) in (Role.ASSISTANT, Role.APPLICANT) else rows.handed_in()

    def handed_in(self) -> Self:
        return self.exclude(state=EntryState.DRAFT)

    def within(self, first_day: date, last_day: date) -> Self:
        return self.filter(day__range=(first_day, last_day))


class LogEntry(models.Model):
    """日志: what an assistant did by one of the twelve duties (三.岗位). `measures` holds numbers keyed as in `policy.duties`."""

    assistant = models.ForeignKey(Assistant, models.PROTECT, related_name="entries", db_index=False, verbose_name="司法协理员")
    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="+", db_index=False, verbose_name="司法所")
    day = models.DateField("日期")
    duty = models.PositiveSmallIntegerField("职责", choices=[(duty.number, f"{duty.number} {duty.title}") for duty in DUTIES])
    measures = models.JSONField("数量", default=dict, blank=True)
    text = models.CharField("内容", max_length=LONGEST, blank=True)
    officer = models.CharField("承办人", max_length=30, blank=True)
    state = models.CharField("状态", max_length=10, choices=EntryState.choices, default=EntryState.DRAFT)
    written_at = models.DateTimeField("填写时间")
    submitted_at = models.DateTimeField("提交时间", null=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="退回人")
    returned_at = models.DateTimeField("退回时间", null=True)
    return_reason = models.CharField("退回理由", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作日志"
        ordering: ClassVar = ["-day", "-pk"]
        indexes: ClassVar = [
            # what is counted of thousands of entries is read from the indexes alone, which are those of the keys as well
            models.Index(fields=["assistant", "-day", "-id"], include=["state"], name="entries_of_assistant"),
            models.Index(fields=["office", "-day", "-id"], include=["state"], name="entries_of_office"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(duty__range=(1, len(DUTIES))), name="entry_is_of_a_duty", violation_error_message="请从十二项岗位职责中选一项。"
            ),
            models.CheckConstraint(
                condition=Q(state=EntryState.DRAFT) | ~Q(duty__in=NAMING_OFFICER) | ~Q(officer=""),
                name="entry_names_its_officer",
                violation_error_message="社区矫正、行政执法协调监督、合法性审核（查）由司法所工作人员承办，请写明承办人。",
            ),
            models.CheckConstraint(
                condition=Q(state=EntryState.DRAFT) | (~Q(text="") & (~Q(duty__in=ASSISTING) | Q(text__contains=ASSISTS))),
                name="entry_says_it_assists",
                violation_error_message="请写明“协助”谁、做了什么。",
            ),
            models.CheckConstraint(
                condition=Q(state=EntryState.DRAFT) | Q(submitted_at__isnull=False),
                name="entry_handed_in_says_when",
                violation_error_message="提交的日志须记明提交时间。",
            ),
            models.CheckConstraint(
                condition=~Q(state=EntryState.RETURNED) | (Q(returned_by__isnull=False, returned_at__isnull=False) & ~Q(return_reason="")),
                name="returned_entry_says_why",
                violation_error_message="退回日志须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.title}"

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.assistant.county_id

    @property
    def kind(self) -> Duty:
        return BY_NUMBER[self.duty]

    @property
    def title(self) -> str:
        return self.kind.title

    @property
    def word(self) -> str:
        """Its state in one word."""
        return str(EntryState(self.state).label)

    @property
    def counted(self) -> str:
        """What was counted of it, in words."""
        return self.kind.counted(self.measures)


class EntryFile(models.Model):
    """A picture or paper that belongs to an entry."""

    entry = models.ForeignKey(LogEntry, models.CASCADE, related_name="files", verbose_name="日志")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")

    class Meta:
        verbose_name = verbose_name_plural = "日志附件"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry", "stored"], name="one_attachment_once", violation_error_message="这个附件已经在这条日志里。"
            )
        ]

    def __str__(self) -> str:
        return str(self.stored)
