from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_attached_papers"),
        ("evaluation", "0041_leave_follows_its_office"),
        ("staffing", "0007_guards_of_relatives"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="departure",
            name="local_average",
            field=models.DecimalField(decimal_places=2, max_digits=10, null=True, verbose_name="本地区上年度职工月平均工资"),
        ),
        migrations.AddConstraint(
            model_name="departure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("local_average", None), models.Q(("average_pay__isnull", False), ("local_average__gt", 0)), _connector="OR"
                ),
                name="local_average_stands_beside_average_pay",
                violation_error_message="本地区上年度职工月平均工资应大于零，与本人的平均工资一起填写。",
            ),
        ),
    ]
