"""Telling people what they owe and what became of their decisions, on a page and by mail (decision 0020)."""
