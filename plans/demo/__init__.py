"""Demonstration plans: a file each, and the loader that writes them as authors would."""
