"""The admissions of each CCG's people, and those of them that are counted to the plan's area."""

from decimal import Decimal

from plans.documents.mapping import mapped_activity
from plans.rules.sample import sample


def mapped(*parties):
    return mapped_activity(sample({"plan-details": {"parties": list(parties)}}))


def test_activity_is_counted_here_by_the_share_of_its_people():
    north = {"_title": "North", "_key": "north", "mapped_share": Decimal(92), "activity": Decimal(10_000)}
    south = {"_title": "South", "_key": "south", "mapped_share": Decimal("7.5"), "activity": Decimal(2_000)}
    council = {"_title": "Council", "_key": "council"}

    table = mapped(north, south, council)

    assert [(row.title, *row.cells) for row in table.rows] == [
        ("North", "10,000", "92%", "9,200"),
        ("South", "2,000", "7.5%", "150"),
        ("All CCGs", "", "", "9,350"),
    ]


def test_without_a_share_nothing_is_counted_and_without_activity_there_is_no_table():
    assert mapped({"_title": "North", "activity": Decimal(10)}).rows[0].cells == ("10", "–", "–")
    assert mapped({"_title": "North", "mapped_share": Decimal(92)}) is None
