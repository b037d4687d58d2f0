"""Whole stories in a browser, on the product as it is installed: its own processes, its own database, real clicks."""
