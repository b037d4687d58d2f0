"""Writes the bank holidays of England into the data that deadlines read: ``python -m tests.bank_holidays``."""

from pathlib import Path

import holidays

YEARS = range(2000, 2101)
FILE = Path(__file__).resolve().parent.parent / "approvals" / "data" / "bank_holidays_england.txt"
HEAD = f"""\
# Bank holidays in England, {YEARS[0]} to {YEARS[-1]}: those that were held, and those to come as the law stands.
# From the library holidays (United Kingdom, England); written by python -m tests.bank_holidays, not by hand.
"""


def written() -> str:
    """The file as the library installed now would have it."""
    days = sorted(holidays.country_holidays("GB", subdiv="ENG", years=YEARS))
    return HEAD + "".join(f"{day.isoformat()}\n" for day in days)


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
