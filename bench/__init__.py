"""Measuring the portal beside a bare project on the same rows, the same workers and the same machine."""
