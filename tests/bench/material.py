"""What a run measures: how many plans stand where, made before the first request."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from approvals.models import Case
from plans.demo.loading import load_assurers, load_plan
from plans.gather import plan_content
from plans.lifecycle import _queue_documents
from plans.models import Document, Plan, PlanVersion, Scheme
from tests.bench.bodies import make_areas, make_everywhere
from tests.bench.localities import Size, make_drafts
from tests.bench.road import Traveller, copy_of_decided
from tests.bench.spread import LOCALITIES, Stop, stops

ORDINARY = Size(schemes=8, risks=6)  # the demonstration's complete plan has 8 schemes
LARGE, LARGEST = Size(schemes=30, risks=6), Size(schemes=60, risks=6)
MANY_RISKS = Size(schemes=8, risks=30)


@dataclass(frozen=True)
class Material:
    """Where the pages are. Each of the three lists holds a plan for every round: an act can be done once."""

    plans: int
    large: str
    largest: str
    many_risks: str
    scheme: UUID
    case: UUID
    everywhere: UUID
    to_freeze: list[str]
    to_sign: list[str]
    to_submit: list[str]


def make(count: int, rounds: int) -> Material:
    """Areas, people and ``count`` plans; those beyond the first round of 151 are earlier rounds, decided long ago."""
    everywhere = make_everywhere()
    present = min(count, LOCALITIES)
    areas = make_areas(present, everywhere)
    sizes = [LARGE, LARGEST, LARGE, MANY_RISKS, *[ORDINARY] * (present - 4)]
    plans = make_drafts([(area, area.locality.key, size) for area, size in zip(areas, sizes, strict=True)], everywhere)
    standing: dict[Stop, list[Plan]] = {stop: [] for stop in Stop}
    for area, plan, stop in zip(areas, plans, stops(count, rounds), strict=True):
        Traveller(plan, area, everywhere).travel(stop)
        standing[stop].append(plan)
    earlier = [
        (areas[number % present], f"{areas[number % present].locality.key}-round-{number // present}", ORDINARY)
        for number in range(present, count)
    ]
    if earlier:
        copy_of_decided(standing[Stop.DECIDED][0], make_drafts(earlier, everywhere))
    return Material(
        plans=count,
        large=plans[0].key,
        largest=plans[1].key,
        many_risks=plans[3].key,
        scheme=Scheme.objects.filter(plan=plans[0])[0].pk,
        case=Case.objects.get(plan=plans[2]).pk,
        everywhere=everywhere.ccg.pk,
        to_freeze=[plan.key for plan in standing[Stop.TO_FREEZE]],
        to_sign=[plan.key for plan in standing[Stop.TO_SIGN]],
        to_submit=[plan.key for plan in standing[Stop.TO_SUBMIT]],
    )


def make_ealing() -> dict[str, UUID]:
    """Ealing's public draft as a version with its documents queued; their ids by kind."""
    load_assurers()
    plan, _ = load_plan("ealing", at=timezone.now())
    content = plan_content(plan)
    # As if frozen: findings stop the real step, rightly, and change nothing about the pages printed.
    version = PlanVersion.objects.create(
        plan=plan,
        number=1,
        content=content.to_json(),
        fingerprint=content.fingerprint,
        section_fingerprints=content.section_fingerprints,
        frozen_at=timezone.now(),
        frozen_by=plan.section_states.exclude(saved_by=None)[0].saved_by,
    )
    _queue_documents(version)
    return dict(Document.objects.filter(version=version).values_list("kind", "pk"))
