import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from bureaus.together import Together


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("evaluation", "0033_guards_of_renewal_grades")]

    operations = [
        Together(
            migrations.AddField("dismissal", "served_on", models.DateField(null=True, verbose_name="送达日期")),
            migrations.AddField(
                "dismissal",
                "served_how",
                models.CharField(
                    blank=True,
                    choices=[
                        ("handed", "当面送达，本人签收"),
                        ("witnessed", "本人拒签，两人见证留置送达"),
                        ("posted", "邮寄送达，有签收记录"),
                    ],
                    default="",
                    max_length=10,
                    verbose_name="送达方式",
                ),
                preserve_default=False,
            ),
            migrations.AddField(
                "dismissal",
                "served_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="送达登记人",
                ),
            ),
            migrations.AddConstraint(
                "dismissal",
                models.CheckConstraint(
                    condition=Q(served_on=None, served_how="", served_by=None)
                    | (Q(served_on__isnull=False, served_by__isnull=False, state="confirmed") & ~Q(served_how="")),
                    name="served_dismissal_says_when_and_how",
                    violation_error_message="解聘审定以后才能登记送达，并须写明日期、方式和登记人。",
                ),
            ),
        ),
    ]
