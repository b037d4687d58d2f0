"""Schemes by the plan's own local service groups, and what each group spends."""

from dataclasses import dataclass
from decimal import Decimal

from plans import ledger
from plans.content import PlanContent, Row
from plans.rules.places import rows

NO_GROUP = "In no group"


@dataclass(frozen=True)
class ServiceGroup:
    """One group: its services in the plan's words, its schemes, what they spend in each year."""

    name: str
    services: str
    schemes: tuple[Row, ...]
    amounts: tuple[Decimal, ...]


def spend_by_group(content: PlanContent) -> tuple[ServiceGroup, ...]:
    """The groups the plan names, then others that schemes name, then schemes in none; empty where nobody groups.

    Names are the same whatever their capitals. Each scheme stands in one group, so that the groups add up to the
    spend of the year. ``plan-details`` and ``schemes`` must be in the content; versions from before have no groups.
    """
    named = {row.given("name").casefold(): row for row in rows(content, "plan-details", "service-groups")}
    members: dict[str, list[Row]] = {key: [] for key in named}
    for scheme in ledger.schemes(content):
        members.setdefault(scheme.given("service_group").strip().casefold(), []).append(scheme)
    if not set(members) - {""}:
        return ()
    order = sorted(members, key=lambda key: not key)
    return tuple(_group(content, named.get(key), members[key]) for key in order if key or members[key])


def _group(content: PlanContent, row: Row | None, schemes: list[Row]) -> ServiceGroup:
    name = row.given("name") if row else schemes[0].given("service_group").strip() or NO_GROUP
    amounts = tuple(ledger.total(ledger.scheme_total(one, year) for one in schemes) for year in content.years)
    return ServiceGroup(name, row.given("services") if row else "", tuple(schemes), amounts)
