"""The project: wiring, and what belongs to no plan."""
