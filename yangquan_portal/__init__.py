"""The project: settings, URLs, the worker's schedule, everything due. Only this package may see every app."""
