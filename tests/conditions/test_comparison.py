"""Tests of conditions.comparison, against the matrix of the domain specification (section 2)."""

import pytest

from conditions.comparison import Place, Standing, compare, matrix
from conditions.loading import load_conditions
from conditions.models import ConditionSet
from tests.factories.conditions import (
    ConceptFactory,
    ConditionSetFactory,
    ImpliedConceptFactory,
    NationalConditionFactory,
)

pytestmark = pytest.mark.django_db

SETS = ["AUG_2013", "LONDON_SEP_2013", "BROMLEY_2013", "BCF_DEC_2013", "BCF_2016_17", "BCF_2017_19"]
# A number: a condition of the set's own. "implied": asked for elsewhere. Empty: absent.
MATRIX = {
    "JOINT_AGREEMENT": ["1", "implied", "implied", "1", "1", "1"],
    "PROTECT_ASC": ["2", "1", "C1", "2", "2", "2a"],
    "SEVEN_DAY": ["3", "2", "C2", "3", "3", ""],
    "DATA_SHARING": ["4", "3", "C3", "4", "4", ""],
    "JOINT_ASSESSMENT": ["5", "", "C4a", "5a", "5a", ""],
    "ACCOUNTABLE_PRO": ["6", "", "C4b", "5b", "5b", ""],
    "RISK_CONTINGENCY": ["7", "5", "P1", "implied", "implied", "implied"],
    "ACUTE_IMPACT": ["8", "6", "P2", "6", "6", ""],
    "ADMISSIONS_TARGETS": ["", "4", "", "", "", ""],
    "NHS_OOH": ["", "", "", "", "7", "3"],
    "DTOC_PLAN": ["", "", "", "", "8", "4"],
}
# The later sets stand outside the matrix; their concepts are those of the set list.
LATER = {
    "BCF_2023_25": {"JOINT_AGREEMENT": "1", "OBJECTIVES": "2", "NHS_OOH": "4a", "NHS_TO_ASC_MAINTAINED": "4b"},
    "BCF_2025_26": {"JOINT_AGREEMENT": "1", "OBJECTIVES": "2", "NHS_TO_ASC_MAINTAINED": "3", "OVERSIGHT": "4"},
}


@pytest.fixture
def issued() -> dict[str, ConditionSet]:
    """The condition sets as loaded from the files."""
    load_conditions()
    return {condition_set.key: condition_set for condition_set in ConditionSet.objects.all()}


def shown(place: Place) -> str:
    return {Standing.OWN: place.number, Standing.IMPLIED: "implied", Standing.ABSENT: ""}[place.standing]


@pytest.mark.parametrize("position", range(len(SETS)), ids=SETS)
def test_issued_set_has_the_concepts_of_the_matrix(issued, position):
    key = SETS[position]

    table = matrix(issued.values())

    assert {concept: shown(table[concept][key]) for concept in MATRIX} == {
        concept: row[position] for concept, row in MATRIX.items()
    }
    assert [concept for concept in table if concept not in MATRIX and shown(table[concept][key])] == (
        ["NHS_TO_ASC_MAINTAINED"] if key == "BCF_2017_19" else []
    )


@pytest.mark.parametrize("key", LATER)
def test_later_set_has_the_concepts_of_its_list(issued, key):
    table = matrix(issued.values())

    assert {concept: shown(places[key]) for concept, places in table.items() if shown(places[key])} == LATER[key]


def test_london_drops_three_concepts_of_august_and_adds_one(issued):
    change = compare(issued["AUG_2013"], issued["LONDON_SEP_2013"])

    assert change.dropped == ("JOINT_AGREEMENT", "JOINT_ASSESSMENT", "ACCOUNTABLE_PRO")
    assert change.added == ("ADMISSIONS_TARGETS",)
    assert change.shared == ("PROTECT_ASC", "SEVEN_DAY", "DATA_SHARING", "RISK_CONTINGENCY", "ACUTE_IMPACT")


def test_london_narrows_seven_day_working_to_social_care(issued):
    change = compare(issued["AUG_2013"], issued["LONDON_SEP_2013"])
    places = matrix(issued.values())["SEVEN_DAY"]

    assert change.rescoped == ("SEVEN_DAY",)
    assert places["AUG_2013"].scope == "Health and social care"
    assert places["LONDON_SEP_2013"].scope == "Social care only"


def test_bromley_covers_seven_of_the_eight_concepts_of_august(issued):
    change = compare(issued["AUG_2013"], issued["BROMLEY_2013"])

    assert len(change.shared) == 7
    assert change.dropped == ("JOINT_AGREEMENT",)


def test_december_keeps_risk_sharing_only_on_the_contingency_sheet(issued):
    change = compare(issued["AUG_2013"], issued["BCF_DEC_2013"])
    place = matrix(issued.values())["RISK_CONTINGENCY"]["BCF_DEC_2013"]

    assert change.dropped == change.demoted == ("RISK_CONTINGENCY",)
    assert place == Place(Standing.IMPLIED, where="contingency sheet")


def test_set_compared_with_itself_changes_nothing(issued):
    change = compare(issued["AUG_2013"], issued["AUG_2013"])

    assert len(change.shared) == 8
    assert (change.added, change.dropped, change.rescoped, change.demoted) == ((), (), (), ())


def test_concept_of_two_conditions_stands_at_the_first():
    concept = ConceptFactory(key="OBJECTIVES")
    issued = ConditionSetFactory(key="S")
    NationalConditionFactory(condition_set=issued, number="3", position=3, concepts=[concept])
    NationalConditionFactory(condition_set=issued, number="2", position=2, concepts=[concept])

    assert matrix([issued])["OBJECTIVES"]["S"].number == "2"


def test_concept_that_becomes_a_condition_is_added_though_it_was_implied_before():
    concept = ConceptFactory(key="RISK")
    before, after = ConditionSetFactory(key="A"), ConditionSetFactory(key="B")
    ImpliedConceptFactory(condition_set=before, concept=concept)
    NationalConditionFactory(condition_set=after, concepts=[concept])

    assert compare(before, after).added == ("RISK",)


@pytest.mark.parametrize("count", [1, 8])
def test_matrix_takes_four_queries_however_many_sets(issued, count, django_assert_num_queries):
    sets = list(issued.values())[:count]

    with django_assert_num_queries(4):
        table = matrix(sets)

    assert len(table) == 14
