"""Words that several pages and papers share: lists of names, and how a plan goes forward."""

from collections.abc import Sequence


def not_agreed(names: Sequence[str]) -> str:
    """How a plan goes forward without these bodies, as every page and paper says it; empty where all agree."""
    return f"Not agreed by {listed(names)}" if names else ""


def listed(names: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
