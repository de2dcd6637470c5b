"""What every desk of the operator shares."""

from typing import ClassVar

from bureaus.desk import Desk
from policy.powers import Power


class OperatorDesk(Desk):
    """What the operator keeps."""

    reads = Power.COUNTIES_MANAGE
    writes: ClassVar[Power | None] = Power.COUNTIES_MANAGE
