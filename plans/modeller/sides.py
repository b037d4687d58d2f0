"""Who pays for a target missed: the plan's order of calls, then its parties, in proportion to what they pay in."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from itf.accounts.models import OrganisationKind
from itf.lib.figures import plain, pounds
from plans.content import PlanContent, Row, SectionContent
from plans.modeller.outcome import LossRow
from plans.payment import NOUGHT, ONE, PER_CENT, POUND, rounded
from plans.rules.places import figure, given, rows

Amounts = tuple[Decimal, ...]
SCENARIO_PARTS: Amounts = (Decimal(0), Decimal("0.5"), Decimal(1))  # nothing achieved, half, all
RISK_POOL = "risk_pool"


@dataclass(frozen=True)
class Payer:
    """A body that pays into the pool in the second year; ``part`` of one is its share of all that is paid in."""

    name: str
    kind: str
    part: Decimal


def section_of(content: PlanContent, slug: str) -> SectionContent | None:
    """A section, None where the template has none or the version is older than it."""
    return next((section for section in content.sections if section.slug == slug), None)


def pool_of(content: PlanContent) -> Decimal | None:
    """The pool of the second year as agreed, else as paid in; None while nobody has entered either."""
    section = section_of(content, "contributions")
    agreed = figure(section, "agreed_second_year") if section else None
    return agreed or sum(_amounts(content).values(), NOUGHT) or None


def payers(content: PlanContent) -> tuple[Payer, ...]:
    """Every body that pays into the pool in the second year, in the order of the plan's parties."""
    paid = {name: amount for name, amount in _amounts(content).items() if amount > 0}
    kinds = {party.name: party.kind for party in content.about.parties}
    whole = sum(paid.values(), NOUGHT)
    order = [*(name for name in kinds if name in paid), *(name for name in paid if name not in kinds)]
    return tuple(Payer(name, kinds.get(name, ""), paid[name] / whole) for name in order)


def ccgs(content: PlanContent) -> tuple[Payer, ...]:
    """The CCGs among those who pay in; their parts add up to one."""
    found = [payer for payer in payers(content) if payer.kind == OrganisationKind.CCG]
    whole = sum((payer.part for payer in found), NOUGHT)
    return tuple(Payer(payer.name, payer.kind, payer.part / whole) for payer in found)


def split(amount: Decimal, among: Sequence[Payer]) -> list[Decimal]:
    """An amount by parts, in whole pounds as far as it goes, so that the pieces add up to it."""
    pieces, part, before = [], NOUGHT, NOUGHT
    for payer in among:
        part += payer.part
        by_now = amount if payer is among[-1] else rounded(amount * part, POUND)
        pieces.append(by_now - before)
        before = by_now
    return pieces


def losses(content: PlanContent, paid: Amounts, short: Amounts, parts: Amounts, kept: str) -> tuple[LossRow, ...]:
    """Line by line, an amount for each scenario; ``parts`` says how much of what is planned is reached in it.

    ``kept`` says where the money is that the pool goes without.
    """
    lines = [LossRow("Paid into the pool", "", paid), LossRow("The pool goes without", kept, short, is_total=True)]
    left = short
    for call in rows(content, "contingency", "calls"):
        line, left = _called(content, call, left)
        lines.append(line)
    lines.append(LossRow("Left for the parties to carry", _left_hint(content), left, is_total=True))
    among = payers(content)
    pieces = [split(amount, among) for amount in left]
    for place, payer in enumerate(among):
        hint = f"{plain((payer.part * PER_CENT).quantize(Decimal('0.1')))}% of what is paid into the pool"
        lines.append(LossRow(payer.name, hint, tuple(piece[place] for piece in pieces)))
    return (*lines, *_support(content, parts))


def _called(content: PlanContent, call: Row, left: Amounts) -> tuple[LossRow, Amounts]:
    """What one step of the order meets of what is left, and what is left after it."""
    limit = figure(call, "limit")
    section = section_of(content, "contingency")
    if limit is None and given(call, "call") == RISK_POOL and section:
        limit = figure(section, "amount")
    met = tuple(amount if limit is None else min(amount, limit) for amount in left)
    words = ["no limit stated" if limit is None else f"up to {pounds(limit)}", given(call, "note")]
    line = LossRow(f"Met by: {call.title}", ". ".join(word for word in words if word), met)
    return line, tuple(before - now for before, now in zip(left, met, strict=True))


def _left_hint(content: PlanContent) -> str:
    if not rows(content, "contingency", "calls"):
        return "The contingency plan names no order in which money is called on."
    return "After the plan's own order of calls."


def _support(content: PlanContent, parts: Amounts) -> tuple[LossRow, ...]:
    needs = [figure(row, "support") for row in rows(content, "contingency", "at-risk")]
    needed = sum((need for need in needs if need is not None), NOUGHT)
    if not needed:
        return ()
    amounts = tuple(rounded(needed * (ONE - part), POUND) for part in parts)
    hint = "From the contingency plan, in proportion to what is missed"
    return (LossRow("Most that other services may need", hint, amounts, is_total=True),)


def _amounts(content: PlanContent) -> dict[str, Decimal]:
    """What each body pays in in the second year, by its name."""
    found: dict[str, Decimal] = {}
    for row in rows(content, "contributions", "contributions"):
        if given(row, "year") == content.years[1]:
            name = row.answer("organisation").text or "No body named"
            found[name] = found.get(name, NOUGHT) + (figure(row, "amount") or NOUGHT)
    return found
