"""Leave and attendance are counted in half days."""

import django.contrib.postgres.constraints
from django.contrib.postgres.fields import RangeOperators
from django.db import migrations, models
from django.db.models import F, Q

import evaluation.models.leave
from bureaus.together import Together

# Half days are numbered, so that "overlaps" and "holds" are one comparison of ranges.
HALVES = """
CREATE FUNCTION evaluation_halves(first_day date, from_noon boolean, last_day date, to_noon boolean) RETURNS int4range
LANGUAGE sql IMMUTABLE AS $$
    SELECT int4range((first_day - DATE '2000-01-01') * 2 + from_noon::int, (last_day - DATE '2000-01-01') * 2 + 2 - to_noon::int)
$$;
"""
HALVES_FREE = "DROP FUNCTION evaluation_halves(date, boolean, date, boolean);"

# A request that was made may not be rewritten: only what its length is counted in changes here.
DOUBLED = """
ALTER TABLE evaluation_leave DISABLE TRIGGER leave_kept;
UPDATE evaluation_leave SET half_days = half_days * 2;
ALTER TABLE evaluation_leave ENABLE TRIGGER leave_kept;
"""
HALVED = DOUBLED.replace("half_days * 2", "(half_days + 1) / 2")


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0010_counted_from_indexes")]

    operations = [
        migrations.RunSQL(HALVES, HALVES_FREE),
        migrations.RemoveConstraint(model_name="leave", name="leave_takes_a_day"),
        migrations.RemoveConstraint(model_name="leave", name="leave_ends_after_it_begins"),
        migrations.RemoveConstraint(model_name="leave", name="no_overlapping_leave"),
        migrations.RenameField(model_name="leave", old_name="days", new_name="half_days"),
        migrations.AlterField(model_name="leave", name="half_days", field=models.PositiveSmallIntegerField("半天数")),
        migrations.RunSQL(DOUBLED, HALVED),
        Together(
            migrations.AddField(model_name="leave", name="from_noon", field=models.BooleanField("从下午起", default=False)),
            migrations.AddField(model_name="leave", name="to_noon", field=models.BooleanField("到中午止", default=False)),
            migrations.AddConstraint(
                model_name="leave",
                constraint=models.CheckConstraint(
                    condition=Q(last_day__gt=F("first_day"))
                    | Q(last_day=F("first_day"), from_noon=False)
                    | Q(last_day=F("first_day"), to_noon=False),
                    name="leave_ends_after_it_begins",
                    violation_error_message="请假的结束时间不能早于开始时间。",
                ),
            ),
            migrations.AddConstraint(
                model_name="leave",
                constraint=models.CheckConstraint(
                    condition=Q(half_days__gte=1), name="leave_takes_a_day", violation_error_message="这几天没有工作日，不用请假。"
                ),
            ),
            migrations.AddConstraint(
                model_name="leave",
                constraint=models.CheckConstraint(
                    condition=~Q(kind__in=["maternity"]) | Q(from_noon=False, to_noon=False),
                    name="leave_of_all_days_is_not_halved",
                    violation_error_message="产假按自然日计算，不分上午、下午。",
                ),
            ),
            migrations.AddConstraint(
                model_name="leave",
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                    name="no_overlapping_leave",
                    expressions=[
                        ("assistant", RangeOperators.EQUAL),
                        (evaluation.models.leave.Halves("first_day", "from_noon", "last_day", "to_noon"), RangeOperators.OVERLAPS),
                    ],
                    condition=Q(state__in=["asked", "endorsed", "approved"]),
                    violation_error_message="这几天里已经有一份请假，请核对日期；要改的，先撤回原来的一份。",
                ),
            ),
            migrations.AddField(
                model_name="attendance",
                name="part",
                field=models.CharField(
                    "时段", max_length=10, choices=[("whole", "全天"), ("morning", "上午"), ("afternoon", "下午")], default="whole"
                ),
            ),
            migrations.RemoveConstraint(model_name="attendance", name="one_attendance_per_day"),
            migrations.RemoveIndex(model_name="attendance", name="attendance_of_office"),
            migrations.AddIndex(
                model_name="attendance",
                index=models.Index(fields=["office", "day"], include=("kind", "part"), name="attendance_of_office"),
            ),
            migrations.AddIndex(
                model_name="attendance",
                index=models.Index(fields=["assistant", "day"], include=("kind", "part"), name="attendance_of_assistant"),
            ),
            migrations.AddConstraint(
                model_name="attendance",
                constraint=models.UniqueConstraint(
                    fields=["assistant", "day"],
                    condition=~Q(part="afternoon"),
                    name="one_attendance_per_morning",
                    violation_error_message="这个人当天上午的考勤已经登记过。",
                ),
            ),
            migrations.AddConstraint(
                model_name="attendance",
                constraint=models.UniqueConstraint(
                    fields=["assistant", "day"],
                    condition=~Q(part="morning"),
                    name="one_attendance_per_afternoon",
                    violation_error_message="这个人当天下午的考勤已经登记过。",
                ),
            ),
            migrations.AddConstraint(
                model_name="attendance",
                constraint=models.CheckConstraint(
                    condition=Q(part__in=["whole", "morning", "afternoon"]),
                    name="attendance_is_of_a_part",
                    violation_error_message="时段只有全天、上午、下午。",
                ),
            ),
        ),
    ]
