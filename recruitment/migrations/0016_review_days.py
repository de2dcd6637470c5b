"""How long the review may take, where a round says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recruitment", "0015_receipt_numbers_by_lot"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("values__review_days__isnull", True),
                    models.Q(("values__review_days__gte", 0), ("values__review_days__lte", 15)),
                    _connector="OR",
                ),
                name="scheme_review_days_in_bounds",
                violation_error_message="资格审查答复的时限应在 0 到 15 个工作日之间。",
            ),
        ),
    ]
