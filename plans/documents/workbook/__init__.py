"""The Excel workbook of a plan: a sheet for each table, formulas that follow what is typed, and the same bytes each time."""

from plans.documents.workbook.book import plan_workbook

__all__ = ["plan_workbook"]
