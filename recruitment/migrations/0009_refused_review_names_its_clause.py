"""A refusal in the review names its clause: asked of what is written from now on, for what was decided before stays as it was."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0008_guards_of_review")]

    operations = [
        AddConstraintNotValid(
            model_name="stageresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "failed"), ("stage", "review"), _negated=True) | models.Q(("clause", ""), _negated=True),
                name="refused_review_names_its_clause",
                violation_error_message="资格审查不通过须写明依据的条款。",
            ),
        ),
    ]
