"""Tests of the payment modeller."""
