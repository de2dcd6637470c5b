"""The chapters of the one journey, in the order in which they happen."""
