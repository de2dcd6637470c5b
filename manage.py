#!/usr/bin/env python3
"""Django's commands, run with the project's Python and with the embedded services up where they are needed."""

import sys

from ops import commands

if __name__ == "__main__":
    commands.enter_environment()
    commands.execute(sys.argv)
