"""What a reviewer keeps for the desk: named filters of the queue."""

from typing import ClassVar

from django.db import models

from bureaus.models import User
from bureaus.tenancy import TenantQuerySet


class SavedViewQuerySet(TenantQuerySet["SavedView"]):
    def for_reader(self, user: User) -> "SavedViewQuerySet":
        """A saved view is personal whatever the role."""
        return self.filter(owner=user)


class SavedView(models.Model):
    """A filter of the review queue under a name of one's own. It holds choices alone: words typed into the search are not kept."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_views", verbose_name="使用人")
    name = models.CharField("名称", max_length=20)
    query = models.CharField("条件", max_length=200, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常用筛选"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="one_view_per_name_and_owner", violation_error_message="您已有同名的常用筛选，请换一个名称。"
            )
        ]

    def __str__(self) -> str:
        return self.name
