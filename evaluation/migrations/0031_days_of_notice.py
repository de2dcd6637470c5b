"""Constraint: a departure leaves the days of notice that the law asks for on its ground."""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import F, Q


def in_time(grounds: list[str], days: int) -> Q:
    return ~Q(ground__in=grounds) | Q(notified_on=None) | Q(last_day=None) | Q(last_day__gte=F("notified_on") + timedelta(days=days))


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0030_guards_of_beginnings")]

    operations = [
        migrations.AddConstraint(
            model_name="departure",
            constraint=models.CheckConstraint(
                condition=in_time(["resigned_on_probation"], 3) & in_time(["resigned", "illness", "incompetent", "changed"], 30),
                name="departure_keeps_days_of_notice",
                violation_error_message="书面通知到最后工作日的天数，少于《劳动合同法》规定的天数。",
            ),
        ),
    ]
