"""Receipt numbers are drawn by lot from now on; those given in sequence stay, and whoever goes back goes on after the last of them."""

from django.db import migrations

BACK = """
CREATE SEQUENCE recruitment_receipt_number;
SELECT setval('recruitment_receipt_number', 1 + COALESCE(max(right(number, 6)::int), 0))
    FROM recruitment_application WHERE number ~ '-[0-9]{6}$';
"""


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0014_relatives")]

    operations = [migrations.RunSQL("DROP SEQUENCE recruitment_receipt_number", BACK)]
