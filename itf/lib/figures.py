"""Reading figures that people type, and writing them: never guessing what an ambiguous one means."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

# Money is stored as numeric(14, 2); later national templates refuse cells above £1,000,000,000 (domain.md section 1).
LARGEST = Decimal(1_000_000_000)
LONGEST_SHOWN = 40  # characters of a typed text, in the sentence about it
THOUSAND = 3  # digits after a point that may mark thousands

_PLACEHOLDER = re.compile(r"[?？]|^(n/?a|none|tbc|tba|tbd|to be confirmed|to be agreed|xx+|-+|\.+)$", re.IGNORECASE)
_SPACES = re.compile("[ \u00a0\u202f\u2009]+")
_PLAIN = re.compile(r"\d+(\.\d+)?$", re.ASCII)
_GROUPED = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?$", re.ASCII)
_SPACE_GROUPED = re.compile(r"[1-9]\d{0,2}( \d{3})+(\.\d+)?$", re.ASCII)
_POINT_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}$", re.ASCII)


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


def read_figure(text: str, *, places: int = 2, unit: str = "", negative: bool = False) -> Decimal | Unreadable | None:
    """Read a typed figure: a Decimal, None when the text is blank, or why it cannot be read. Never rounds or raises.

    Accepts thousands grouped by commas or spaces, and one sign: a pound sign before, a per cent sign after, or only
    the one that ``unit`` names. ``45.000`` is held, because it may mean 45 or 45,000; so is anything with more than
    ``places`` decimals.
    """
    typed = text.strip()
    if not typed:
        return None
    minus, bare = _bare(typed, unit or "£%")
    fault = _malformed(typed, bare, places)
    if fault:
        return fault
    value = Decimal(bare.replace(",", "").replace(" ", ""))
    value = -value if minus and value else value
    return _out_of_bounds(typed, value, places=places, negative=negative) or value


def _malformed(typed: str, bare: str, places: int) -> Unreadable | None:
    shown = _short(typed)
    if is_placeholder(typed):
        return Unreadable(Fault.PLACEHOLDER, f"“{shown}” stands where a figure is needed. Enter the figure.")
    if _POINT_THOUSANDS.match(bare):
        return Unreadable(Fault.AMBIGUOUS, f"“{shown}” can mean {_readings(bare, places)}")
    if not (_PLAIN.match(bare) or _GROUPED.match(bare) or _SPACE_GROUPED.match(bare)):
        return Unreadable(
            Fault.MALFORMED, f"“{shown}” cannot be read as one figure. Write it in digits, for example 45,000."
        )
    return None


def _out_of_bounds(typed: str, value: Decimal, *, places: int, negative: bool) -> Unreadable | None:
    shown = _short(typed)
    if abs(value) > LARGEST:
        return Unreadable(Fault.TOO_LARGE, f"“{shown}” is more than {LARGEST:,}. Check the number of noughts.")
    if value < 0 and not negative:
        return Unreadable(Fault.NEGATIVE, f"“{shown}” is below nought. Enter nought or more.")
    if -int(value.as_tuple().exponent) > places:
        return Unreadable(
            Fault.TOO_FINE,
            f"“{shown}” has more than {places} decimal places. Round it yourself, for example to "
            f"{_rounded(value, places):,f}.",
        )
    return None


def _bare(typed: str, signs: str) -> tuple[bool, str]:
    """Whether a minus sign stands before or after the pound sign, and the text without both; one sign at most goes."""
    bare, pound = _without_pound(_SPACES.sub(" ", typed), signs)
    minus = bare.startswith(("-", "−"))
    bare = bare[1:].strip() if minus else bare
    if minus and not pound:
        bare, pound = _without_pound(bare, signs)
    if "%" in signs and not pound:
        bare = bare.removesuffix("%").strip()
    return minus, bare


def _without_pound(text: str, signs: str) -> tuple[str, bool]:
    pound = "£" in signs and text.startswith("£")
    return (text[1:].strip(), True) if pound else (text, False)


def _readings(bare: str, places: int) -> str:
    """Both figures that ``45.000`` can stand for, as they can be typed, and what is wrong with one that is too fine."""
    value, thousands = Decimal(bare), f"{int(bare.replace('.', '')):,}"
    if value == value.to_integral_value():
        return f"{value:,.0f} or {thousands}. Type one of them."
    if places >= THOUSAND:
        return f"{_rounded(value, THOUSAND + 1)} or {thousands}. Type one of them."
    rounded = _rounded(value, places)
    if rounded == value:
        return f"{rounded} or {thousands}. Type one of them."
    return (
        f"{thousands}, or a figure with more than {places} decimal places. Type {thousands}, or round it yourself, "
        f"for example to {rounded}."
    )


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def is_placeholder(text: str) -> bool:
    """Whether a text stands for a missing answer: ``?``, ``?%``, ``TBC``, ``NA``, dashes."""
    return bool(_PLACEHOLDER.search(text.strip()))


def pounds(amount: Decimal | None) -> str:
    """``£121,394``, with pence only when there are any; a dash for no amount."""
    if amount is None:
        return "–"
    sign = "-" if amount < 0 else ""
    size = abs(amount)
    return f"{sign}£{size:,.0f}" if size == size.to_integral_value() else f"{sign}£{size:,.2f}"


def whole_pounds(amount: Decimal | None) -> str:
    """``£3,947,368``: for sentences, where pence say nothing. Tables that add up keep theirs (``pounds``)."""
    return pounds(None if amount is None else amount.quantize(Decimal(1), ROUND_HALF_UP))


def plain(value: Decimal | None) -> str:
    """A figure as people write it and ``read_figure`` reads it back: grouped thousands, no trailing noughts.

    One nought is left where three decimals could be taken for thousands: 1.2340.
    """
    if value is None:
        return ""
    text = f"{value:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}0" if _POINT_THOUSANDS.match(text) else text


def in_pounds(value: Decimal | None) -> str:
    """An amount as it stands in a box after a pound sign: ``plain``, but 24.50 where people would not write 24.5."""
    text = plain(value)
    return f"{text}0" if text[-2:-1] == "." else text


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
