"""Documents of a case: what the plan's own documents do not know, such as signatures and outcomes."""
