"""The payment modeller: what a plan's figures, changed by its reader, would pay to whom and when. Stores nothing."""
