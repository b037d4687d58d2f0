"""Tables that are stacked on a phone: every cell names its column there, and the roles that stacking takes are said."""

import pytest
from django.urls import reverse

from plans.national_templates import TEMPLATES
from plans.spending import WAYS
from tests.factories.plans import PlanVersionFactory
from tests.markup import Markup
from tests.test_every_section import EVERY_TEMPLATE, filled, page_url

__all__ = ["filled"]

ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
HEADS = {"col": "columnheader", "row": "rowheader", "rowgroup": "rowheader"}


def stacked(element):
    """Whether it stands in a table that is stacked, or is one."""
    return any("desk-stacked" in one.classes for one in (element, *element.ancestors))


@EVERY_TEMPLATE
@pytest.mark.parametrize("who", ["author", "signatory"])
def test_every_cell_of_a_stacked_table_names_its_column_and_keeps_its_role(client, filled, who):
    client.force_login(getattr(filled, who))
    PlanVersionFactory(plan=filled.plan, number=1)
    key = filled.plan.key
    places = [
        reverse(f"plans:{name}", args=[key]) for name in ("schemes", "payment", "ledger", "beds", "invited", "coverage")
    ]
    places += [reverse("plans:ledger-lines", args=[key, way]) for way in WAYS]
    places += [reverse("plans:version", args=[key, 1])]
    places += [page_url(filled, section) for section in TEMPLATES[filled.plan.template_key].sections]

    cells = 0
    for place in places:
        for one in filter(stacked, Markup(client.get(place)).elements):
            in_head = any(part.tag == "thead" for part in one.ancestors)
            if one.tag in ROLES and not (in_head and one.tag == "td"):
                assert one.attributes.get("role") == ROLES[one.tag], (place, one.tag, one.text)
            if one.tag == "th":
                assert one.attributes.get("role") == HEADS[one["scope"]], (place, one.text)
            if one.tag == "td" and not in_head:
                cells += 1
                assert one.attributes.get("data-label") or not one.text, (place, one.text)

    assert cells > 40
