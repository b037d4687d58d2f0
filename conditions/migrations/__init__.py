"""Migrations of the conditions app."""
