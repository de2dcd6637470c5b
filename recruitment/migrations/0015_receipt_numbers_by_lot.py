"""Receipt numbers are drawn by lot from now on; those given in sequence stay."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0014_relatives")]

    operations = [migrations.RunSQL("DROP SEQUENCE recruitment_receipt_number", "CREATE SEQUENCE recruitment_receipt_number")]
