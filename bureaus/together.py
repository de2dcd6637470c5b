"""How migrations change many things at once, so that a new database stands in a few seconds."""

from typing import Any

from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Several operations as one step: one by one, each renders anew every model that is related to its own, which takes most of the time.

    They see the models as they are before the first and after the last, so none may undo or change what another of them does.
    """

    reversible = True

    def __init__(self, *operations: Operation) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # rendered once, when the first of them is carried out
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        states = [to_state]
        for operation in self.operations:  # back one by one: nobody waits for it
            states.append(states[-1].clone())
            operation.state_forwards(app_label, states[-1])
        for place in reversed(range(len(self.operations))):
            self.operations[place].database_backwards(app_label, schema_editor, states[place + 1], states[place])

    def describe(self) -> str:
        return f"{len(self.operations)} changes together"
