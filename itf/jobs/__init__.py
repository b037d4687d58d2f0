"""Background jobs: one row for each long piece of work, and what runs it."""
