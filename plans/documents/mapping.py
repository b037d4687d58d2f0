"""Emergency admissions of each CCG's people, and how many of them are counted to the plan's area."""

from decimal import Decimal

from itf.lib.figures import plain
from plans.content import PlanContent, SectionContent
from plans.documents.money import MoneyRow, MoneyTable

SLUG = "plan-details"
COLUMNS = ("All its people", "Share here", "Counted here")
CAPTION = "Emergency admissions counted to this area, baseline year"
WHOLE = Decimal(1)


def mapped_activity(content: PlanContent) -> MoneyTable | None:
    """Activity × share for each CCG, and their sum; None while no CCG has given its activity."""
    return mapping_of(content.section(SLUG))


def mapping_of(section: SectionContent) -> MoneyTable | None:
    """The same of the section that lists the parties."""
    # A version of an early release holds neither.
    known = [row for row in section.table("parties").rows if row.given("activity")]
    rows, total = [], Decimal(0)
    for row in known:
        activity, share = row.figure("activity") or Decimal(0), Decimal(row.given("mapped_share") or 0)
        here = (activity * share / 100).quantize(WHOLE)
        total += here
        is_shared = bool(row.given("mapped_share"))
        cells = (plain(activity), f"{plain(share)}%" if is_shared else "–", plain(here) if is_shared else "–")
        rows.append(MoneyRow(row.title, cells))
    if not rows:
        return None
    return MoneyTable(CAPTION, COLUMNS, (*rows, MoneyRow("All CCGs", ("", "", plain(total)), "total")))
