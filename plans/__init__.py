"""Authoring: what a joint plan says, until it is put up for sign-off."""
