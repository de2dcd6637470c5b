"""The tables of a round that go out as they stand on its pages."""

from recruitment.tables.exam import opinions_table, panel_table, rechecks_table, sheet_table, sheets_table
from recruitment.tables.finals import contracts_table, objections_table, results_table
from recruitment.tables.rounds import conditions_table, intakes_table, notices_table, openings_table, rounds_table, vacancies_table

__all__ = [
    "conditions_table",
    "contracts_table",
    "intakes_table",
    "notices_table",
    "objections_table",
    "openings_table",
    "opinions_table",
    "panel_table",
    "rechecks_table",
    "results_table",
    "rounds_table",
    "sheet_table",
    "sheets_table",
    "vacancies_table",
]
