"""What the centre issues and changes between rounds: condition sets, measures, funding sources, rounds, dates."""
