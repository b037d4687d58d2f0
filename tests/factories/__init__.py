"""One factory per model; each makes a valid row and nothing beside it."""
