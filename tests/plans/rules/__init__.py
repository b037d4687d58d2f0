"""Tests of the published rules."""
