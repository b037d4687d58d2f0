"""Template tags of the interface: fields, error summaries, figures."""
