"""Why a dismissal passes a step of the ladder over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0024_guards_of_withdrawn_leave"),
    ]

    operations = [
        migrations.AddField(
            model_name="dismissal",
            name="skip_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="越过前一档的理由"),
        ),
    ]
