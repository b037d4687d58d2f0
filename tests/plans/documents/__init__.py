"""Tests of what is made of a plan: PDF, workbook, JSON."""
