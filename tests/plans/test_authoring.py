"""Writing a draft: each page has a version, and of two who save the same one exactly one does."""

import datetime as dt
import functools
import uuid
from decimal import Decimal

import pytest

from itf.audit.chain import verify
from itf.audit.models import AuditEvent
from plans.authoring import (
    PageMoved,
    PlanNotOpen,
    SchemeGone,
    add_scheme,
    explain,
    put_scheme_back,
    remove_scheme,
    save_page,
)
from plans.beginning import create_plan
from plans.content import section_from_json
from plans.models import (
    AcceptedFinding,
    ConditionResponse,
    HeldValue,
    Investment,
    MeasurePlan,
    Party,
    Plan,
    PlanStatus,
    Scheme,
    SectionRevision,
    SectionState,
    Vision,
)
from plans.national_templates import template_for
from plans.revisions import page_state
from plans.rules import findings
from tests import races
from tests.factories.accounts import OrganisationFactory
from tests.factories.conditions import ConceptFactory, MeasureDefinitionFactory, NationalConditionFactory, RoundFactory
from tests.factories.plans import (
    NOW,
    HeldValueFactory,
    InvestmentFactory,
    LocalityCcgFactory,
    LocalityFactory,
    SchemeFactory,
    a_plan,
)

LATER = NOW + dt.timedelta(minutes=5)


def write_vision(plan, words):
    def write():
        Vision.objects.update_or_create(plan=plan, defaults={"vision": words})
        return ["vision"]

    return write


def save_vision(drafting, words, base, by=None):
    return save_page(
        drafting.plan,
        section="vision",
        base_version=base,
        write=write_vision(drafting.plan, words),
        by=by or drafting.author,
        at=NOW,
    )


def freeze(plan):
    Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.FROZEN)


def events(action):
    return list(AuditEvent.objects.filter(action=action))


# Making a plan


@pytest.fixture
def place(db):
    locality = LocalityFactory()
    ccg = LocalityCcgFactory(locality=locality, ccg_share=Decimal("0.9534")).ccg
    return locality, ccg


def made(place, **changes):
    locality, ccg = place
    given = {
        "key": "samplebury",
        "title": "Samplebury joint plan",
        "locality": locality,
        "round_": RoundFactory(),
        "organisations": [locality.council, ccg],
        "by": None,
    }
    return create_plan(**{**given, **changes})


def test_a_new_plan_is_open_and_pins_what_its_round_issued(place):
    round_ = RoundFactory(window_closes_on=dt.date(2014, 3, 1))

    plan = made(place, round_=round_)

    assert (plan.status, plan.template_key, plan.condition_set) == (PlanStatus.OPEN, "dec-2013", round_.condition_set)
    assert (plan.years, plan.window_closes_on) == (("2014/15", "2015/16"), dt.date(2014, 3, 1))
    assert events("plan.created")[0].plan_key == "samplebury"


def test_a_new_plan_has_its_parties_with_the_published_share(place):
    locality, ccg = place

    plan = made(place)

    assert list(Party.objects.filter(plan=plan).values_list("organisation", "mapped_share", "position")) == [
        (locality.council_id, None, 0),
        (ccg.pk, Decimal("95.34"), 1),
    ]


def test_a_ccg_that_no_publication_maps_here_has_no_share(place):
    locality, _ = place

    plan = made(place, organisations=[locality.council, OrganisationFactory(kind="ccg")])

    assert list(plan.parties.values_list("mapped_share", flat=True)) == [None, None]


def test_a_new_plan_has_an_answer_to_give_for_each_concept_and_measure(place):
    round_, elsewhere = RoundFactory(), ConceptFactory()
    both, one = ConceptFactory(), ConceptFactory()
    NationalConditionFactory(condition_set=round_.condition_set, concepts=[both, one])
    NationalConditionFactory(condition_set=round_.condition_set, concepts=[both])
    NationalConditionFactory(concepts=[elsewhere])
    national = MeasureDefinitionFactory(is_national=True)
    local = MeasureDefinitionFactory(key="LOCAL")
    MeasureDefinitionFactory(is_local=True)

    plan = made(place, round_=round_)

    assert set(ConditionResponse.objects.filter(plan=plan).values_list("concept", flat=True)) == {both.pk, one.pk}
    assert set(MeasurePlan.objects.filter(plan=plan).values_list("definition", flat=True)) == {national.pk, local.pk}


def test_a_new_plan_has_a_state_for_every_section(place):
    plan = made(place)

    slugs = {section.slug for section in template_for("dec-2013").sections}
    assert set(SectionState.objects.filter(plan=plan).values_list("section", "version")) == {
        (slug, 0) for slug in slugs
    }


# Saving a page


def test_a_save_moves_the_version_and_says_who_when_and_what(drafting):
    assert save_vision(drafting, "One", base=0) == 1
    assert save_vision(drafting, "Two", base=1, by=drafting.nhs_author) == 2

    state = page_state(drafting.plan, "vision")
    assert (state.version, state.saved_by, state.saved_at) == (2, drafting.nhs_author, NOW)
    assert events("section.saved")[-1].data == {"section": "vision", "row": "", "version": 2, "changed": ["vision"]}
    assert verify()


def test_every_save_is_kept_and_so_is_what_the_first_author_started_from(drafting):
    Vision.objects.create(plan=drafting.plan, vision="Imported")

    save_vision(drafting, "One", base=0)
    save_vision(drafting, "Two", base=1)

    kept = SectionRevision.objects.order_by("version")
    words = [section_from_json(revision.content).answer("vision").value for revision in kept]
    assert words == ["Imported", "One", "Two"]
    assert [(revision.version, revision.saved_by) for revision in kept] == [
        (0, None),
        (1, drafting.author),
        (2, drafting.author),
    ]


@pytest.mark.parametrize("base", [0, 2, 7])
def test_a_page_saved_since_is_not_written_over(drafting, base):
    save_vision(drafting, "One", base=0, by=drafting.nhs_author)

    with pytest.raises(PageMoved) as moved:
        save_vision(drafting, "Two", base=base)

    assert Vision.objects.get().vision == "One"
    assert (moved.value.state.version, moved.value.state.saved_by) == (1, drafting.nhs_author)
    assert len(events("section.saved")) == 1


def test_pages_move_each_by_itself(drafting):
    save_vision(drafting, "One", base=0)

    version = save_page(drafting.plan, section="risks", base_version=0, write=list, by=drafting.author, at=NOW)

    assert version == 1


def test_a_frozen_plan_is_not_written(drafting):
    freeze(drafting.plan)

    with pytest.raises(PlanNotOpen):
        save_vision(drafting, "One", base=0)

    assert not Vision.objects.exists()


def test_when_writing_fails_nothing_is_kept(drafting):
    def write():
        Vision.objects.create(plan=drafting.plan, vision="Half")
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        save_page(drafting.plan, section="vision", base_version=0, write=write, by=drafting.author, at=NOW)

    assert not Vision.objects.exists()
    assert page_state(drafting.plan, "vision").version == 0
    assert not SectionRevision.objects.exists()
    assert not events("section.saved")


def test_a_section_younger_than_its_plan_gets_a_state_with_its_first_save(drafting):
    SectionState.objects.filter(section="vision").delete()
    assert page_state(drafting.plan, "vision").version == 0
    assert not SectionState.objects.filter(section="vision").exists()

    assert save_vision(drafting, "One", base=0) == 1

    assert page_state(drafting.plan, "vision").version == 1


# The tests look at whatever comes.
at_once = functools.partial(races.refusals, losing=Exception)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_of_two_who_save_the_same_version_at_once_exactly_one_does():
    drafting = a_plan()

    for version in range(5):
        raised = at_once(
            *(lambda words=words: save_vision(drafting, words, base=version) for words in ("One", "Two", "Three"))  # noqa: B023 - the threads end within the turn
        )

        assert sorted(raised, key=str) == [PageMoved, PageMoved, None]
        assert page_state(drafting.plan, "vision").version == version + 1
    words = Vision.objects.get().vision
    last = SectionRevision.objects.order_by("-version").first()
    assert section_from_json(last.content).answer("vision").value == words
    assert list(SectionRevision.objects.order_by("version").values_list("version", flat=True)) == [0, 1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_the_first_save_of_a_page_without_a_state_happens_once():
    drafting = a_plan()
    SectionState.objects.filter(section="vision").delete()

    raised = at_once(*(lambda words=words: save_vision(drafting, words, base=0) for words in ("One", "Two")))

    assert sorted(raised, key=str) == [PageMoved, None]


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_schemes_added_at_once_have_references_and_places_of_their_own():
    drafting = a_plan()

    raised = at_once(*(lambda: add_scheme(drafting.plan, by=drafting.author, at=NOW) for _ in range(4)))

    assert raised == [None] * 4
    assert sorted(Scheme.objects.values_list("ref", "position")) == [("S1", 0), ("S2", 1), ("S3", 2), ("S4", 3)]


# Schemes


@pytest.mark.parametrize(
    ("refs", "following"),
    [
        ([], "S1"),
        (["E1", "E2", "E6"], "E7"),
        (["E1", "E3"], "E4"),
        (["e1", "E2"], "E3"),
        (["Home", "E1"], "E2"),
        (["1", "2"], "S1"),
        ([""], "S1"),
        (["S99999999"], "S1"),
        (["A1a", "A2"], "A3"),
        (["S٣"], "S1"),
    ],
)
def test_a_new_scheme_has_the_next_reference_of_the_pattern_in_use(drafting, refs, following):
    for ref in refs:
        SchemeFactory(plan=drafting.plan, ref=ref)

    scheme = add_scheme(drafting.plan, by=drafting.author, at=NOW)

    assert scheme.ref == following
    assert scheme.position == Scheme.objects.order_by("position").last().position


def test_a_new_scheme_has_a_page_at_its_first_version(drafting):
    scheme = add_scheme(drafting.plan, by=drafting.author, at=NOW)

    state = page_state(drafting.plan, "schemes", scheme.pk)
    assert (state.version, state.saved_by) == (0, drafting.author)
    assert state.revisions.get().version == 0
    assert events("scheme.added")[0].data == {"ref": "S1"}


def test_a_scheme_is_not_added_to_a_frozen_plan(drafting):
    freeze(drafting.plan)

    with pytest.raises(PlanNotOpen):
        add_scheme(drafting.plan, by=drafting.author, at=NOW)


def save_scheme(drafting, scheme_id, title, base):
    def write():
        Scheme.objects.filter(pk=scheme_id).update(title=title)
        return ["title"]

    return save_page(
        drafting.plan, section="schemes", row=scheme_id, base_version=base, write=write, by=drafting.author, at=NOW
    )


def test_each_scheme_has_a_version_of_its_own(drafting):
    first, second = (add_scheme(drafting.plan, by=drafting.author, at=NOW) for _ in range(2))

    assert save_scheme(drafting, first.pk, "One", base=0) == 1
    assert save_scheme(drafting, second.pk, "Two", base=0) == 1


def test_a_scheme_removed_meanwhile_is_not_saved(drafting):
    scheme = add_scheme(drafting.plan, by=drafting.author, at=NOW)
    remove_scheme(drafting.plan, scheme.pk, by=drafting.nhs_author, at=LATER)

    with pytest.raises(SchemeGone):
        save_scheme(drafting, scheme.pk, "One", base=0)


def test_a_scheme_of_another_plan_is_not_saved_removed_or_put_back(drafting):
    elsewhere = SchemeFactory()

    for act in (
        lambda: save_scheme(drafting, elsewhere.pk, "Mine now", base=0),
        lambda: remove_scheme(drafting.plan, elsewhere.pk, by=drafting.author, at=NOW),
        lambda: put_scheme_back(drafting.plan, elsewhere.pk, by=drafting.author, at=NOW),
    ):
        with pytest.raises(SchemeGone):
            act()

    assert Scheme.objects.get(pk=elsewhere.pk).title == ""


def test_a_removed_scheme_goes_with_its_lines_and_what_they_held_and_leaves_its_revisions(drafting):
    scheme = add_scheme(drafting.plan, by=drafting.author, at=NOW)
    other = add_scheme(drafting.plan, by=drafting.author, at=NOW)
    line = InvestmentFactory(scheme=scheme)
    for row in (scheme, line, other):
        HeldValueFactory(plan=drafting.plan, section="schemes", row=row.pk, field="stated")

    remove_scheme(drafting.plan, scheme.pk, by=drafting.nhs_author, at=LATER)

    state = page_state(drafting.plan, "schemes", scheme.pk)
    assert (Scheme.objects.get(), Investment.objects.count()) == (other, 0)
    assert list(HeldValue.objects.values_list("row", flat=True)) == [other.pk]
    assert (state.version, state.saved_by, state.saved_at) == (1, drafting.nhs_author, LATER)
    assert state.revisions.count() == 1
    assert events("scheme.removed")[0].data == {"ref": "S1", "title": "", "row": str(scheme.pk)}


def test_a_scheme_is_removed_once(drafting):
    scheme = add_scheme(drafting.plan, by=drafting.author, at=NOW)
    remove_scheme(drafting.plan, scheme.pk, by=drafting.author, at=NOW)

    with pytest.raises(SchemeGone):
        remove_scheme(drafting.plan, scheme.pk, by=drafting.author, at=NOW)

    assert len(events("scheme.removed")) == 1


def test_a_removed_scheme_is_put_back_at_its_old_address_for_its_page_to_be_saved(drafting):
    scheme = add_scheme(drafting.plan, by=drafting.author, at=NOW)
    remove_scheme(drafting.plan, scheme.pk, by=drafting.nhs_author, at=LATER)

    version = put_scheme_back(drafting.plan, scheme.pk, by=drafting.author, at=LATER)

    assert version == 2
    assert save_scheme(drafting, scheme.pk, "Back", base=version) == 3
    assert Scheme.objects.values_list("pk", "title").get() == (scheme.pk, "Back")
    assert len(events("scheme.put_back")) == 1


def test_a_scheme_put_back_twice_is_there_once(drafting):
    scheme = add_scheme(drafting.plan, by=drafting.author, at=NOW)
    remove_scheme(drafting.plan, scheme.pk, by=drafting.author, at=NOW)
    first = put_scheme_back(drafting.plan, scheme.pk, by=drafting.author, at=NOW)
    save_scheme(drafting, scheme.pk, "Back", base=first)

    version = put_scheme_back(drafting.plan, scheme.pk, by=drafting.author, at=NOW)

    assert (version, Scheme.objects.get().title) == (first + 1, "Back")
    assert len(events("scheme.put_back")) == 1


def test_a_frozen_plan_neither_loses_nor_gets_back_a_scheme(drafting):
    kept, gone = (add_scheme(drafting.plan, by=drafting.author, at=NOW) for _ in range(2))
    remove_scheme(drafting.plan, gone.pk, by=drafting.author, at=NOW)
    freeze(drafting.plan)

    with pytest.raises(PlanNotOpen):
        remove_scheme(drafting.plan, kept.pk, by=drafting.author, at=NOW)
    with pytest.raises(PlanNotOpen):
        put_scheme_back(drafting.plan, gone.pk, by=drafting.author, at=NOW)

    assert Scheme.objects.get() == kept


def test_the_page_of_an_unknown_scheme_has_no_state(drafting):
    assert page_state(drafting.plan, "schemes", uuid.uuid4()).pk is None


# Explaining a warning


@pytest.fixture
def late(complete):
    """A plan that goes to the board too late, with the warning that says so."""
    complete.plan.plandetails_section.board_meets_on = dt.date(2014, 2, 20)
    complete.plan.plandetails_section.save()
    (warning,) = [found for found in findings(complete.content) if found.rule == "V21"]
    return complete, warning


def test_an_explanation_stands_for_the_figures_it_was_written_for(late):
    complete, warning = late

    explain(complete.plan, warning, explanation="The board moved.", by=complete.author, at=NOW)

    (now,) = [found for found in findings(complete.content) if found.rule == "V21"]
    assert (now.explanation, now.stops) == ("The board moved.", False)
    assert events("finding.explained")[0].data["finding"] == warning.key


def test_an_explanation_is_changed_and_taken_back(late):
    complete, warning = late
    for words in ("The board moved.", "The board moved again."):
        explain(complete.plan, warning, explanation=words, by=complete.author, at=NOW)
    assert AcceptedFinding.objects.get().explanation == "The board moved again."

    explain(complete.plan, warning, explanation="", by=complete.author, at=NOW)

    assert not AcceptedFinding.objects.exists()


def test_a_warning_of_a_frozen_plan_is_not_explained(late):
    complete, warning = late
    freeze(complete.plan)

    with pytest.raises(PlanNotOpen):
        explain(complete.plan, warning, explanation="Too late.", by=complete.author, at=NOW)

    assert not AcceptedFinding.objects.exists()
