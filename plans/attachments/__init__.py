"""Files that authors attach to a plan: what may come in, how it is kept, how it is given back."""
