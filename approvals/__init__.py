"""Who agreed to, advised on and decided which version of a plan."""
