"""Why a step of the ladder was passed over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0017_guards_of_commended_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="skip_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="越过前一档的理由"),
        ),
    ]
