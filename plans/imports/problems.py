"""What is wrong with a file, in words: where, what was found, what to do."""

from dataclasses import asdict, dataclass
from typing import Any

SHORT = 60  # characters of a found text that a sentence repeats


@dataclass(frozen=True)
class Problem:
    """One thing that cannot be taken. ``sheet`` and ``cell`` are empty where it is the file as a whole."""

    message: str
    sheet: str = ""
    cell: str = ""

    @property
    def place(self) -> str:
        """``Schemes!F12``, the sheet alone, or nothing."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message

    def to_json(self) -> dict[str, Any]:
        """As JSON-ready values; ``Problem(**stored)`` is the inverse."""
        return asdict(self)


class Refused(Exception):
    """The whole file is refused, and nothing of it was compared with the plan."""

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = tuple(Problem(one) if isinstance(one, str) else one for one in problems)
        super().__init__("; ".join(map(str, self.problems)))


def shown(text: object) -> str:
    """A found text in quotation marks, cut where it is long; ``nothing`` for none."""
    words = " ".join(str(text if text is not None else "").split())
    if not words:
        return "nothing"
    return f"“{words}”" if len(words) <= SHORT else f"“{words[:SHORT]}…”"
