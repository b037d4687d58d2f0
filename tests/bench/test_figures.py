"""The table: medians, ratios to the plain page, and what counts as met."""

import pytest

from tests.bench import figures
from tests.bench.figures import PLAIN, Aim, Reading


def readings(*walls, cpu=2.0, queries=4):
    """As many readings as there are wall times, of 5,000 bytes each."""
    return [Reading(wall=wall, cpu=cpu, queries=queries, size=5_000) for wall in walls]


def test_costs_are_medians_and_ratios_to_the_plain_page():
    taken = {PLAIN: readings(3, 4, 90), "list": readings(10, 20, 30, cpu=5.0, queries=7)}

    plain, listed = figures.costs(taken, {"list": Aim(25, 12)})

    assert (plain.wall, plain.wall_ratio, plain.cpu_ratio, plain.verdict) == (4, 1, 1, "")
    assert (listed.readings, listed.wall, listed.wall_ratio) == (3, 20, 5)
    assert (listed.cpu, listed.cpu_ratio, listed.kilobytes) == (5, 2.5, 5)
    assert listed.verdict == "met"


def test_costs_take_the_most_queries_of_any_request():
    taken = {PLAIN: readings(4), "list": [*readings(10, 10, queries=12), *readings(10, queries=13)]}

    listed = figures.costs(taken, {"list": Aim(25, 12)})[1]

    assert (listed.queries, listed.verdict) == (13, "missed")


@pytest.mark.parametrize(("plain", "verdict"), [(3.0, "missed"), (4.0, "tie"), (6.0, "met")])
def test_an_aim_is_so_many_plain_pages_whatever_the_machine(plain, verdict):
    taken = {PLAIN: readings(plain), "list": readings(25)}

    listed = figures.costs(taken, {"list": Aim(25)})[1]

    assert (listed.aim.times, listed.verdict) == (6.25, verdict)


def test_slowness_is_the_cpu_of_the_plain_page_beside_that_of_the_aims():
    plain = figures.costs({PLAIN: readings(9, cpu=6.0)}, {})[0]

    assert figures.slowness(plain) == 1.5


def test_costs_without_a_plain_page_are_refused():
    with pytest.raises(KeyError):
        figures.costs({"list": readings(10)}, {})


@pytest.mark.parametrize(
    ("measured", "verdict"),
    [(22.4, "met"), (22.6, "tie"), (25, "tie"), (27.4, "tie"), (27.6, "missed")],
)
def test_a_tenth_of_the_aim_either_way_is_a_tie(measured, verdict):
    assert figures.against(measured, 25) == verdict


@pytest.mark.parametrize(("counted", "verdict"), [(11, "met"), (12, "met"), (13, "missed")])
def test_queries_are_counted_without_a_tie(counted, verdict):
    assert figures.within(counted, 12) == verdict


def test_no_aim_gives_no_verdict():
    assert (figures.against(9, None), figures.within(9, None), figures.together(["", ""])) == ("", "", "")


def test_the_worst_verdict_counts():
    assert figures.together(["met", "tie"]) == "tie"
    assert figures.together(["missed", "tie", "met"]) == "missed"


def test_percentile_is_the_value_one_in_twenty_exceeds():
    assert figures.percentile_95([float(value) for value in range(1, 102)]) == pytest.approx(96)
    assert figures.percentile_95([7.0]) == 7


def test_a_document_costs_the_median_time_and_the_highest_peak():
    runs = [(3.0, 3.5, 150.0), (4.0, 4.5, 190.0), (9.0, 9.5, 160.0)]

    cost = figures.document_cost("PDF", runs, seconds=5, megabytes=200)

    assert (cost.readings, cost.body, cost.cpu, cost.megabytes) == (3, 4, 4.5, 190)
    assert cost.verdict == "tie"


def test_a_document_without_an_aim_for_memory_is_judged_by_time():
    assert figures.document_cost("workbook", [(0.3, 1.0, 900.0)], seconds=0.5, megabytes=None).verdict == "met"


def test_page_table_lines_its_columns_up():
    taken = {PLAIN: readings(4, 4), "list": readings(10, 20, queries=13)}

    lines = figures.page_table(figures.costs(taken, {"list": Aim(25, 12)})).splitlines()

    assert len({len(line) for line in lines}) == 1
    assert lines[0].startswith("| page or act | ms p50 / p95 |")
    assert lines[1].startswith("| ----------- | -----------: |")
    assert lines[3].split("|")[1:-1] == [
        " list        ",
        "  15.0 / 19.5 ",
        "    2.0 ",
        "           3.8 / 1.0 ",
        "      13 ",
        " 5.0 ",
        " 6.25 ×, 12 queries ",
        " missed ",
    ]


def test_document_table_names_memory_only_where_it_is_aimed_at():
    built = [
        figures.document_cost("PDF", [(3.0, 3.5, 150.0)], seconds=5, megabytes=200),
        figures.document_cost("workbook", [(0.3, 1.0, 90.0)], seconds=0.5, megabytes=None),
    ]

    lines = figures.document_table(built).splitlines()

    assert "5 s, 200 MB" in lines[2]
    assert "0.5 s |" in lines[3]


def test_json_holds_every_figure_rounded():
    kept = figures.as_json(figures.costs({PLAIN: readings(4.00049)}, {}))

    assert kept[0]["wall"] == 4.0
    assert kept[0]["aim"] == {"ms": None, "queries": None}
