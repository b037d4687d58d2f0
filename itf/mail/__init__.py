"""Outgoing mail: handing a message over once, and in the demonstration keeping it to be looked at."""
