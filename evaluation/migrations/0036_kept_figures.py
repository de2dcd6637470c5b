from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0035_guards_of_served_dismissals")]

    operations = [migrations.AddField("appraisal", "kept_figures", models.JSONField(null=True, verbose_name="审定时的工作数据"))]
