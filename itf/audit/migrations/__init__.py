"""Tables of the audit trail and the triggers that guard them."""
