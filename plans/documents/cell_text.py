"""Text as a cell of a workbook can hold it; here, so that a page that asks need not load openpyxl."""

import re

LONGEST = 32_767  # characters in a cell
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def as_stored(text: str) -> str:
    """A text as a cell can hold it: one kind of line end, nothing that Excel refuses, no more than fits."""
    return _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST]
