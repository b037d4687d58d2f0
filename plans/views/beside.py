"""What pages of sections show beside their forms."""

from collections.abc import Callable, Mapping
from typing import Any

from plans.content import PlanContent
from plans.documents.beds import printed_beds
from plans.documents.mapping import mapped_activity
from plans.documents.quarters import printed_delays, printed_quarters

# Pages that set the schemes' figures beside their own.
BESIDE_SCHEMES = frozenset({"contributions", "acute"})
# What a page computes from its saved answers, under the name that its template knows.
COMPUTED: Mapping[str, tuple[str, Callable[[PlanContent], Any]]] = {
    "acute": ("beds", printed_beds),
    "delayed-transfers": ("delays", printed_delays),
    "payment-metric": ("quarters", printed_quarters),
    "plan-details": ("mapping", mapped_activity),
}
