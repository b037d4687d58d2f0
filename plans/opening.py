"""Opening plans for a round: one for each chosen locality, its parties taken from the reference data."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from conditions.models import Round
from itf.accounts.models import Organisation, User
from plans.beginning import Beginning, create_plans
from plans.models import Locality, LocalityCcg, Plan
from plans.permissions import grant_plans

LONGEST_KEY = Plan._meta.get_field("key").max_length or 0
LONGEST_TITLE = Plan._meta.get_field("title").max_length or 0
BODIES = ("council", "board", "area_team", "local_government", "region_team")


@dataclass
class Opening:
    """What opening does for one locality: the plan that is there already, one to begin, or why there can be none."""

    locality: Locality
    existing: Plan | None = None
    ccgs: list[Organisation] = field(default_factory=list)
    made: Plan | None = None

    @property
    def plan(self) -> Plan | None:
        """The plan that stands, if there is one."""
        return self.made or self.existing

    @property
    def lacking(self) -> str:
        """What the reference data does not say of the locality; empty where a plan can be begun."""
        bodies = {
            "council": self.locality.council,
            "Health and Wellbeing Board": self.locality.board,
            "CCG with a main share": self.ccgs,
        }
        return ", ".join(name for name, known in bodies.items() if not known)

    @property
    def opens(self) -> bool:
        """Whether a plan can be begun."""
        return self.plan is None and not self.lacking

    @property
    def organisations(self) -> list[Organisation]:
        """The parties: the council, then the CCGs by their share of the locality."""
        return [*([self.locality.council] if self.locality.council else []), *self.ccgs]

    def __str__(self) -> str:
        if self.existing:
            return f"there already: {self.locality}, at /plans/{self.existing.key}/"
        if self.lacking:
            return f"not opened: {self.locality}. The reference data names no {self.lacking}"
        parties = ", ".join(body.name for body in self.organisations)
        return f"{'opened' if self.made else 'to open'}: {self.locality}, with {parties}"


def openings(round_: Round, localities: Iterable[Locality]) -> list[Opening]:
    """What opening would do for each locality, by name; nothing is stored. Three queries, however many there are."""
    wanted = Locality.objects.filter(pk__in=[locality.pk for locality in localities])
    listed = [Opening(locality) for locality in wanted.select_related(*BODIES)]
    existing = {plan.locality_id: plan for plan in Plan.objects.filter(round=round_).order_by("-created_at")}
    ccgs: dict[int, list[Organisation]] = defaultdict(list)
    main = LocalityCcg.objects.filter(principal=True, locality__in=[item.locality for item in listed])
    for mapped in main.select_related("ccg"):
        ccgs[mapped.locality_id].append(mapped.ccg)
    for item in listed:
        item.existing, item.ccgs = existing.get(item.locality.pk), ccgs[item.locality.pk]
    return listed


def open_plans(round_: Round, localities: Iterable[Locality], *, by: User | None) -> list[Opening]:
    """Begin a plan for each locality that has none in this round, with roles for its bodies; the rest stands.

    As ``openings``, with what was made. Two who do so at once make each plan once.
    """
    chosen = list(localities)
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round_.pk)
        listed = openings(round_, chosen)
        begun = [item for item in listed if item.opens]
        keys = _free_keys(begun, round_)
        beginnings = [
            Beginning(
                key=key,
                title=f"{item.locality.name}: {round_.title}"[:LONGEST_TITLE],
                locality=item.locality,
                organisations=item.organisations,
                is_synthetic=item.locality.is_synthetic,
            )
            for item, key in zip(begun, keys, strict=True)
        ]
        if beginnings:
            plans = create_plans(beginnings, round_=round_, by=by)
            for item, plan in zip(begun, plans, strict=True):
                item.made = plan
            grant_plans(plans)
    return listed


def _free_keys(begun: Sequence[Opening], round_: Round) -> list[str]:
    """``ealing``; ``ealing-revised-submission-2014`` where a plan of another round has it, then with a number."""
    taken = set(Plan.objects.values_list("key", flat=True))
    keys = []
    for item in begun:
        base = f"{item.locality.key}-{round_.key}"[: LONGEST_KEY - 4]
        candidates = (item.locality.key, base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        keys.append(next(key for key in candidates if key not in taken))
        taken.add(keys[-1])
    return keys
