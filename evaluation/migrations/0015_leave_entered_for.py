"""Leave that the office enters for somebody."""

from django.conf import settings
from django.db import migrations, models

from bureaus.together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("bureaus", "0003_guards_of_offices"),
        ("evaluation", "0014_guards_of_early_returns"),
        ("staffing", "0007_guards_of_relatives"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            migrations.RemoveConstraint(
                model_name="leave",
                name="long_leave_passed_the_office",
            ),
            migrations.AddField(
                model_name="leave",
                name="entered_because",
                field=models.CharField(blank=True, max_length=200, verbose_name="代填的原因"),
            ),
            migrations.AddConstraint(
                model_name="leave",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state__in", ["approved", "endorsed"]), _negated=True),
                        ("approver", "office"),
                        ("endorsed_by__isnull", False),
                        models.Q(("entered_because", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="long_leave_passed_the_office",
                    violation_error_message="超过所长批准天数的请假，须先有所长意见。",
                ),
            ),
            migrations.AddConstraint(
                model_name="leave",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("entered_because", ""),
                        models.Q(models.Q(("approver", "office"), _negated=True), models.Q(("state", "asked"), _negated=True)),
                        _connector="OR",
                    ),
                    name="entered_leave_is_ended_by_the_bureau",
                    violation_error_message="司法所代填的请假由县（区）司法局批准。",
                ),
            ),
        ),
    ]
