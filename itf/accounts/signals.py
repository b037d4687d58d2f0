"""What accounts tell those above them who keep the trail: accounts know people, and nothing of events."""

from django.dispatch import Signal

# An account that may administer everything was made at the command line: ``person``, within the transaction.
administrator_made = Signal()
