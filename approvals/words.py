"""Which words a sign-off covers, which of them a later state of the plan changes, and by how much money."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from approvals.models import SignOff
from itf.accounts.models import Organisation
from plans import ledger
from plans.content import PlanContent
from plans.models import PlanVersion

NOUGHT = Decimal(0)
LINKED = "performance_linked"
Key = tuple[str, ...]


def covered_in_version(version: PlanVersion, organisation: Organisation) -> dict[str, str]:
    """The sections of a frozen version that a signature of this body covers, each with its fingerprint."""
    sections = (
        (part["slug"], part["signed_by"], version.section_fingerprints[part["slug"]]) for part in parts(version)
    )
    return _covered(sections, organisation)


def covered_in_draft(content: PlanContent, organisation: Organisation) -> dict[str, str]:
    """The same of a draft as it stands."""
    return _covered(((part.slug, part.signed_by, part.fingerprint) for part in content.sections), organisation)


def changed_sections(signed: dict[str, str], now: dict[str, str]) -> tuple[str, ...]:
    """The slugs of covered sections whose words differ, new and dropped ones among them. Empty: the sign-off stands."""
    return tuple(slug for slug in now | signed if signed.get(slug) != now.get(slug))


def agreed_words(signoff: SignOff) -> dict[str, str]:
    """The words that a sign-off stands for now: those signed, or as a deputy's last amendment in force has them."""
    amendments = signoff.amendments_in_force
    agreed: dict[str, str] = amendments[-1].sections if amendments else signoff.sections
    return agreed


def undone(signoff: SignOff, now: dict[str, str]) -> tuple[str, ...]:
    """What of the words that a sign-off stands for these differ in; nothing where they are the very ones signed."""
    return () if signoff.sections == now else changed_sections(agreed_words(signoff), now)


def parts(version: PlanVersion) -> list[dict[str, Any]]:
    """The sections of a version as stored."""
    stored: list[dict[str, Any]] = version.content["sections"]
    return stored


def money_moved(before: PlanContent, after: PlanContent) -> Decimal:
    """By how many pounds a plan's money differs: the largest of pool, contributions and spend, nothing set off.

    Each contribution and each line of spend is compared with itself, both years together, so that £10,000 taken from
    one line and given to another is £20,000 moved. Paid by another body, from another source or in another year it is
    another one: the whole amount is taken from the one and given to the other. A text that cannot be read counts as
    nought, as in every sum.
    """
    kinds = zip(_money(before), _money(after), strict=True)
    return max(
        sum((abs(old.get(key, NOUGHT) - new.get(key, NOUGHT)) for key in old | new), NOUGHT) for old, new in kinds
    )


def _money(content: PlanContent) -> tuple[dict[Key, Decimal], dict[Key, Decimal], dict[Key, Decimal]]:
    """The pool by year with what of it depends on performance, contributions and lines of spend by whose they are."""
    section = content.section("contributions")
    pool: dict[Key, Decimal] = {(year,): ledger.agreed_pool(content, year) or NOUGHT for year in content.years}
    if section.given(LINKED):
        pool[LINKED,] = section.figure(LINKED) or NOUGHT
    contributions: dict[Key, Decimal] = {
        (row.id, *map(row.given, ("organisation", "funding_source", "year"))): row.figure("amount") or NOUGHT
        for row in section.table("contributions").rows
    }
    lines: dict[Key, Decimal] = {
        (line.id, *map(line.given, ("funding_source", "year"))): ledger.line_amount(line)
        for scheme in ledger.schemes(content)
        for year in content.years
        for line in ledger.scheme_lines(scheme, year)
    }
    return pool, contributions, lines


def _covered(sections: Iterable[tuple[str, Iterable[str], str]], organisation: Organisation) -> dict[str, str]:
    return {slug: fingerprint for slug, signed_by, fingerprint in sections if organisation.kind in signed_by}
