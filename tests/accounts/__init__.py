"""Tests of itf.accounts."""
