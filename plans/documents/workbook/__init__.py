"""The Excel workbook of a plan: a sheet for each table, formulas that follow what is typed, stable bytes."""

from plans.documents.workbook.book import plan_workbook

__all__ = ["plan_workbook"]
