"""Tests of attached files."""
