"""Tests of the conditions app."""
