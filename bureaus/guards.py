"""What the database refuses, in words: named constraints and our triggers, turned into one sentence in one place."""

from functools import cache

from django.apps import apps
from django.db import IntegrityError


class Prevented(IntegrityError):
    """A constraint or trigger refused a write. The text is the sentence for the person, `constraint` its name."""

    def __init__(self, sentence: str, constraint: str) -> None:
        super().__init__(sentence)
        self.constraint = constraint


def prevented_by(error: IntegrityError) -> Prevented | None:
    """Read the database's refusal; None where no words belong to it, which is a fault of ours and not of the person."""
    if isinstance(error, Prevented):
        return error
    told = getattr(error.__cause__, "diag", None)
    if told is None or not told.constraint_name:
        return None
    # A trigger of ours speaks itself; PostgreSQL, speaking of a constraint, always names the table.
    sentence = _sentences().get(told.constraint_name) if told.table_name else told.message_primary
    return Prevented(sentence, told.constraint_name) if sentence else None


@cache
def _sentences() -> dict[str, str]:
    """The words that models give their constraints; one without words of its own is not there."""
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }
