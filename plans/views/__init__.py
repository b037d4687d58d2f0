"""Pages of a plan: load, require, form, one call, redirect."""
