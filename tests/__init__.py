"""Tests: mirror the apps, plus journeys and what belongs to no app."""
