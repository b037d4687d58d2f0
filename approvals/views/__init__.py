"""Pages of lists, sign-off, submission and assurance: load, require, form, one call, redirect."""
