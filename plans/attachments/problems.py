"""Why a file is not taken, in words."""

from dataclasses import dataclass

from plans.models import Attachment


class NotTaken(Exception):
    """The file is refused and nothing of it is kept; the message says what to do."""


@dataclass
class AttachedAlready(Exception):
    """The draft holds these very bytes already; ``attachment`` says under which name."""

    attachment: Attachment


class AttachmentGone(Exception):
    """The file was taken out of the draft by someone else."""
