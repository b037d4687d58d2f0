"""R07: where a CCG lies only partly in the area, the plan says how boundaries are dealt with; a council is no CCG."""

from decimal import Decimal

import pytest

from plans.rules import findings
from plans.rules.sample import CCG, COUNCIL, sample


@pytest.mark.parametrize(("party", "count"), [(COUNCIL, 0), (CCG, 1)])
def test_r07_speaks_of_ccgs_only(party, count):
    row = {"_title": party.name, "_key": party.organisation, "mapped_share": Decimal(55)}

    found = [finding.message for finding in findings(sample({"plan-details": {"parties": [row]}}))]

    said = f"{party.name} lies only partly in this area, and nothing is said about boundaries."
    assert found.count(said) == count
