"""Codes sent to a mobile number. Only keyed hashes of number and code are stored, and the sealed number itself."""

from typing import ClassVar

from django.db import models

from bureaus.sealing import SealedTextField


class PhoneCode(models.Model):
    """One six-digit code: for one session (which alone knows the row), one purpose and one use."""

    class Purpose(models.TextChoices):
        REGISTER = "register", "注册账号"
        RESET = "reset", "重设密码"

    purpose = models.CharField("用途", max_length=10, choices=Purpose.choices)
    phone = SealedTextField("手机号码")
    phone_hash = models.CharField(max_length=64, editable=False)
    code_hash = models.CharField(max_length=64, editable=False)
    sent_at = models.DateTimeField("发送时间")
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    confirmed_at = models.DateTimeField("核验时间", null=True)
    spent_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "手机验证码"
        indexes: ClassVar = [models.Index(fields=["phone_hash", "sent_at"], name="phone_code_by_number")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.pk}"
