"""The outputs of a plan: PDF, workbook and JSON, each made from plain values alone."""
