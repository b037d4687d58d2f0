"""Tests of the plans app."""
