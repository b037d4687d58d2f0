"""Tests of the parts that know no app."""
