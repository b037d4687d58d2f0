"""The audit trail: who did what, when, in one chain that shows any change made to it."""
