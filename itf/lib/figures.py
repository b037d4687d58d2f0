"""Reading figures that people type, and writing them: never guessing what an ambiguous one means."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

# Money is stored as numeric(14, 2); later national templates refuse cells above £1,000,000,000 (domain.md section 1).
LARGEST = Decimal(1_000_000_000)

_PLACEHOLDER = re.compile(r"[?？]|^(n/?a|none|tbc|tba|tbd|to be confirmed|to be agreed|xx+|-+|\.+)$", re.IGNORECASE)
_SPACES = re.compile("[ \u00a0\u202f\u2009]+")
_PLAIN = re.compile(r"\d+(\.\d+)?$", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?$", re.ASCII)
_SPACE_GROUPED = re.compile(r"\d{1,3}( \d{3})+(\.\d+)?$", re.ASCII)
_POINT_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}$", re.ASCII)


class Fault(StrEnum):
    """Why a figure could not be read."""

    PLACEHOLDER = "placeholder"
    AMBIGUOUS = "ambiguous"
    MALFORMED = "malformed"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    TOO_FINE = "too_fine"


@dataclass(frozen=True)
class Unreadable:
    """A text that is not one figure: what is wrong and a sentence that says what to type."""

    fault: Fault
    message: str


def read_figure(text: str, *, places: int = 2, negative: bool = False) -> Decimal | None | Unreadable:
    """Read a typed figure: a Decimal, None when the text is blank, or why it cannot be read.

    Accepts a pound sign, a per cent sign at the end, and thousands grouped by commas or spaces. ``45.000`` is held, because
    it may mean 45 or 45,000; so is anything with more than ``places`` decimals. Never rounds.
    """
    shown = text.strip()
    if not shown:
        return None
    if is_placeholder(shown):
        return Unreadable(Fault.PLACEHOLDER, f"“{shown}” stands where a figure is needed. Enter the figure.")
    bare = _SPACES.sub(" ", shown.removeprefix("£").removesuffix("%").strip())
    minus = bare.startswith(("-", "−"))  # noqa: RUF001 - people paste the real minus sign too
    bare = bare.lstrip("-−").strip().removeprefix("£").strip()  # noqa: RUF001 - as above
    if _POINT_THOUSANDS.match(bare) and places < 3:
        whole, thousand = bare.split(".")[0], f"{int(bare.replace('.', '')):,}"
        return Unreadable(Fault.AMBIGUOUS, f"“{shown}” can mean {int(whole):,} or {thousand}. Type one of them.")
    if not (_PLAIN.match(bare) or _GROUPED.match(bare) or _SPACE_GROUPED.match(bare)):
        return Unreadable(
            Fault.MALFORMED, f"“{_short(shown)}” cannot be read as one figure. Use digits only, for example 45,000."
        )
    value = Decimal(bare.replace(",", "").replace(" ", ""))
    if value > LARGEST:
        return Unreadable(Fault.TOO_LARGE, f"“{_short(shown)}” is more than {LARGEST:,}. Check the number of noughts.")
    if minus and value and not negative:
        return Unreadable(Fault.NEGATIVE, f"“{shown}” is below nought. Enter a figure of 0 or more.")
    if -int(value.as_tuple().exponent) > places:
        return Unreadable(Fault.TOO_FINE, f"“{shown}” has more than {places} decimal places. Round it yourself.")
    return -value if minus else value


def is_placeholder(text: str) -> bool:
    """Whether a text stands for a missing answer: ``?``, ``?%``, ``TBC``, ``NA``, dashes."""
    return bool(_PLACEHOLDER.search(text.strip()))


def pounds(amount: Decimal | None) -> str:
    """``£121,394``, with pence only when there are any; a dash for no amount."""
    if amount is None:
        return "–"  # noqa: RUF001 - an en dash is how tables show "none"
    sign = "-" if amount < 0 else ""
    size = abs(amount)
    return f"{sign}£{size:,.0f}" if size == size.to_integral_value() else f"{sign}£{size:,.2f}"


def plain(value: Decimal | None) -> str:
    """A figure as people write it: grouped thousands, no trailing noughts."""
    if value is None:
        return ""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
