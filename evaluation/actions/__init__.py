"""The verbs of evaluation."""
