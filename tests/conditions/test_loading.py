"""Tests of conditions.loading: idempotent, all or nothing, keeps local edits, names what is wrong and where."""

import datetime as dt
import shutil
from collections import Counter
from decimal import Decimal

import pytest
import yaml

from conditions.loading import FOLDER, load_conditions
from conditions.models import (
    Concept,
    ConditionSet,
    FundingSource,
    MeasureDefinition,
    NationalCondition,
    Round,
    SourceMark,
    TimetableEntry,
)
from conditions.rows import Change, FileRefused, Outcome

pytestmark = pytest.mark.django_db
AUGUST = "condition_set_2013-08-08_aug_2013.yaml"


@pytest.fixture
def folder(tmp_path):
    """A copy of the files, to be spoilt."""
    return shutil.copytree(FOLDER, tmp_path / "files")


def rewrite(path, change):
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def reported(changes):
    return [change for change in changes if change.outcome is not Outcome.UNCHANGED]


def test_load_creates_every_row_of_the_files():
    changes = load_conditions()

    assert {change.outcome for change in changes} == {Outcome.CREATED}
    assert Counter(change.kind for change in changes) == {
        "concept": 14,
        "condition set": 8,
        "national condition": 46,
        "round": 8,
        "tranche": 11,
        "measure definition": 18,
        "funding source": 13,
        "key line of enquiry": 12,
        "timetable entry": 19,
        "scheme type": 19,
        "area of spend": 7,
        "provider type": 7,
        "rule parameter": 30,
        "national statement": 10,
    }


def test_second_load_changes_nothing():
    first = load_conditions()

    second = load_conditions()

    assert [change.key for change in second] == [change.key for change in first]
    assert reported(second) == []


def test_second_load_reads_and_does_not_write(django_assert_max_num_queries):
    load_conditions()

    with django_assert_max_num_queries(19) as queries:
        load_conditions()

    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


@pytest.mark.parametrize(
    ("key", "numbers"),
    [
        ("AUG_2013", ["1", "2", "3", "4", "5", "6", "7", "8"]),
        ("LONDON_SEP_2013", ["1", "2", "3", "4", "5", "6"]),
        ("BROMLEY_2013", ["C1", "C2", "C3", "C4", "P1", "P2"]),
        ("BCF_DEC_2013", ["1", "2", "3", "4", "5", "6"]),
        ("BCF_2016_17", ["1", "2", "3", "4", "5", "6", "7", "8"]),
        ("BCF_2017_19", ["1", "2", "3", "4"]),
        ("BCF_2023_25", ["1", "2", "3", "4"]),
        ("BCF_2025_26", ["1", "2", "3", "4"]),
    ],
)
def test_issued_set_has_its_conditions_in_order(key, numbers):
    load_conditions()

    conditions = NationalCondition.objects.filter(condition_set=key)

    assert [condition.number for condition in conditions] == numbers


def test_bromley_has_four_conditions_and_two_principles():
    load_conditions()

    kinds = NationalCondition.objects.filter(condition_set="BROMLEY_2013").values_list("kind", flat=True)

    assert Counter(kinds) == {"condition": 4, "principle": 2}


def test_december_set_says_what_was_tested_for_the_first_payment():
    load_conditions()

    gates = NationalCondition.objects.filter(condition_set="BCF_DEC_2013").exclude(payment_gate="")

    assert {condition.number: condition.payment_gate for condition in gates} == {
        "2": "The whole condition",
        "3": "The whole condition",
        "5": "The accountable professional",
        "6": "The whole condition",
    }


def test_rounds_pin_a_set_and_close_on_a_day():
    load_conditions()

    assert {
        round_.key: (round_.condition_set_id, round_.national_template, round_.window_closes_on)
        for round_ in Round.objects.all()
    } == {
        "outline-august-2013": ("AUG_2013", "dec-2013", dt.date(2014, 2, 14)),
        "outline-london-2013": ("LONDON_SEP_2013", "dec-2013", dt.date(2014, 2, 14)),
        "outline-bromley-2013": ("BROMLEY_2013", "dec-2013", dt.date(2014, 2, 14)),
        "first-submission-2014": ("BCF_DEC_2013", "dec-2013", dt.date(2014, 2, 14)),
        "revised-submission-2014": ("BCF_DEC_2013", "dec-2013", dt.date(2014, 4, 4)),
        "resubmission-2014": ("BCF_DEC_2013", "jul-2014", dt.date(2014, 9, 19)),
        "practice": ("BCF_DEC_2013", "dec-2013", dt.date(2014, 2, 14)),
        "following-2016": ("BCF_2016_17", "jul-2014", dt.date(2016, 3, 31)),
    }


def test_five_national_measures_and_their_payment_dates():
    load_conditions()

    national = MeasureDefinition.objects.filter(is_national=True)

    assert {m.key: (m.counts_for_april, m.counts_for_october, m.good_direction) for m in national} == {
        "RES_ADM": (False, True, "down"),
        "REABLE_91": (False, True, "up"),
        "DTOC": (True, True, "down"),
        "AVOID_EA": (True, True, "down"),
        "PX": (True, True, "up"),
    }


def test_only_grants_for_capital_are_capital_only():
    load_conditions()

    assert set(FundingSource.objects.filter(capital_only=True).values_list("key", flat=True)) == {
        "DFG",
        "SOCIAL_CARE_CAPITAL",
    }


def test_transfer_is_paid_by_the_nhs_out_of_what_councils_already_had():
    load_conditions()

    transfer = FundingSource.objects.get(key="S256_TRANSFER")

    assert (transfer.contributor, transfer.previous_holder) == ("nhs", "council")


def test_timetable_runs_from_announcement_to_first_payment():
    load_conditions()

    days = [entry.falls_on for entry in TimetableEntry.objects.all() if entry.falls_on]

    assert days == sorted(days)
    assert (days[0], days[-1]) == (dt.date(2013, 6, 26), dt.date(2015, 4, 1))


def test_every_row_names_its_source():
    load_conditions()

    for model in (Concept, ConditionSet, NationalCondition, MeasureDefinition, FundingSource, Round, TimetableEntry):
        assert not model.objects.filter(source="").exists()


def test_no_issued_text_has_a_line_break_that_an_administrator_form_would_rewrite(folder):
    texts = [
        text
        for path in folder.glob("*.yaml")
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))["items"]
        for text in item.values()
        if isinstance(text, str)
    ]

    assert texts
    assert [text for text in texts if "\n" in text or text != text.strip()] == []


def test_changed_item_is_reported_with_its_fields(folder):
    load_conditions(folder)
    rewrite(folder / "measures.yaml", lambda content: content["items"][0].update(multiplier=1000, note="New note"))

    changes = load_conditions(folder)

    assert reported(changes) == [Change("measure definition", "RES_ADM 1", Outcome.CHANGED, ("multiplier", "note"))]
    assert MeasureDefinition.objects.get(key="RES_ADM", version=1).multiplier == Decimal(1000)


def test_changed_concepts_of_a_condition_are_reported_and_written(folder):
    load_conditions(folder)
    rewrite(folder / AUGUST, lambda content: content["items"][0].update(concepts=["SEVEN_DAY", "JOINT_AGREEMENT"]))

    changes = load_conditions(folder)

    assert reported(changes) == [Change("national condition", "AUG_2013 1", Outcome.CHANGED, ("concepts",))]
    condition = NationalCondition.objects.get(condition_set="AUG_2013", number="1")
    assert [concept.key for concept in condition.concepts.all()] == ["JOINT_AGREEMENT", "SEVEN_DAY"]
    assert reported(load_conditions(folder)) == []


def test_changed_set_of_a_round_is_reported_by_the_name_people_know(folder):
    load_conditions(folder)
    rewrite(folder / "rounds.yaml", lambda content: content["items"][6].update(condition_set="AUG_2013"))

    changes = load_conditions(folder)

    assert reported(changes) == [Change("round", "practice", Outcome.CHANGED, ("condition_set",))]
    assert Round.objects.get(key="practice").condition_set_id == "AUG_2013"


def test_item_gone_from_the_files_is_reported_and_left(folder):
    load_conditions(folder)
    rewrite(folder / "timetable.yaml", lambda content: content["items"].pop())

    changes = load_conditions(folder)

    assert reported(changes) == [Change("timetable entry", "fund-live", Outcome.LEFT)]
    assert TimetableEntry.objects.filter(key="fund-live").exists()


def test_local_edit_is_kept_and_reported():
    load_conditions()
    measure = MeasureDefinition.objects.get(key="LOCAL_FALLS")
    measure.numerator = "Checked against the published definition"
    measure.source_mark = SourceMark.SOURCED
    measure.save()

    changes = load_conditions()

    assert reported(changes) == [
        Change("measure definition", "LOCAL_FALLS 1", Outcome.KEPT, ("source_mark", "numerator"))
    ]
    measure.refresh_from_db()
    assert measure.numerator == "Checked against the published definition"


def test_local_edit_of_a_conditions_concepts_is_kept():
    load_conditions()
    condition = NationalCondition.objects.get(condition_set="BCF_DEC_2013", number="1")
    condition.concepts.add("OVERSIGHT")

    changes = load_conditions()

    assert reported(changes) == [Change("national condition", "BCF_DEC_2013 1", Outcome.KEPT, ("concepts",))]
    assert [concept.key for concept in condition.concepts.all()] == ["JOINT_AGREEMENT", "OVERSIGHT"]


def test_local_edit_is_kept_when_the_file_changes_too(folder):
    load_conditions(folder)
    Concept.objects.filter(key="OVERSIGHT").update(title="Ours")
    rewrite(folder / "concepts.yaml", lambda content: content["items"][-1].update(title="Theirs"))

    changes = load_conditions(folder)

    assert reported(changes) == [Change("concept", "OVERSIGHT", Outcome.KEPT, ("title",))]
    assert Concept.objects.get(key="OVERSIGHT").title == "Ours"


def test_local_edit_is_replaced_when_asked():
    load_conditions()
    Concept.objects.filter(key="OVERSIGHT").update(title="Ours")

    changes = load_conditions(overwrite_edits=True)

    assert reported(changes) == [Change("concept", "OVERSIGHT", Outcome.CHANGED, ("title",))]
    assert reported(load_conditions()) == []


def test_row_that_came_to_agree_by_hand_follows_the_file_again(folder):
    load_conditions(folder)
    Concept.objects.filter(key="OVERSIGHT").update(title="Confirmed")
    rewrite(folder / "concepts.yaml", lambda content: content["items"][-1].update(title="Confirmed"))
    load_conditions(folder)
    rewrite(folder / "concepts.yaml", lambda content: content["items"][-1].update(title="Reissued"))

    changes = load_conditions(folder)

    assert reported(changes) == [Change("concept", "OVERSIGHT", Outcome.CHANGED, ("title",))]


def test_field_that_a_later_release_adds_is_loaded_and_then_kept_when_edited(folder):
    load_conditions(folder)
    oversight = Concept.objects.get(key="OVERSIGHT")
    del oversight.loaded["description"]
    oversight.save()
    load_conditions(folder)
    Concept.objects.filter(key="OVERSIGHT").update(description="Ours")

    changes = load_conditions(folder)

    assert reported(changes) == [Change("concept", "OVERSIGHT", Outcome.KEPT, ("description",))]


def test_row_made_by_hand_is_left_alone_and_not_reported():
    load_conditions()
    Concept.objects.create(key="LOCAL_IDEA", title="Ours", source="Here")

    assert reported(load_conditions()) == []


def test_row_made_by_hand_with_an_issued_key_is_kept():
    Concept.objects.create(key="OVERSIGHT", title="Ours", source="Here")

    changes = load_conditions()

    kept = [change for change in changes if change.outcome is Outcome.KEPT]
    assert [(change.kind, change.key) for change in kept] == [("concept", "OVERSIGHT")]


@pytest.mark.parametrize(
    ("name", "spoil", "message"),
    [
        ("rounds.yaml", {"colour": "red"}, "rounds.yaml, item 1: unknown field colour"),
        ("rounds.yaml", {"title": None}, "rounds.yaml, item 1: title must be text; it is empty"),
        ("rounds.yaml", {"condition_set": "MAY_2013"}, "rounds.yaml, item 1: unknown condition set MAY_2013"),
        (
            "rounds.yaml",
            {"first_year": "2014"},
            "rounds.yaml, item 1: first_year: Write a financial year like 2014/15.",
        ),
        ("rounds.yaml", {"window_closes_on": "soon"}, "rounds.yaml, item 1: window_closes_on: “soon” value has an"),
        ("rounds.yaml", {"key": "practice"}, "rounds.yaml, item 7: practice stands twice"),
        ("rounds.yaml", {"source_mark": "rumour"}, "rounds.yaml, item 1: source_mark: “rumour” is none of the answers"),
        (AUGUST, {"concepts": ["SEVEN_DAYS"]}, f"{AUGUST}, item 1: unknown concept SEVEN_DAYS"),
        (AUGUST, {"concepts": []}, f"{AUGUST}, item 1: concepts is missing"),
        (AUGUST, {"number": 1}, f"{AUGUST}, item 1: number must be text; put 1 in quotes"),
        ("measures.yaml", {"multiplier": "many"}, "measures.yaml, item 1: multiplier: “many” value must be a decimal"),
        ("measures.yaml", {"good_direction": "left"}, "measures.yaml, item 1: good_direction: “left” is none of"),
        ("measures.yaml", {"is_local": True}, "measures.yaml: a rule of the table is broken"),
        ("timetable.yaml", {"period": "June"}, "timetable.yaml: a rule of the table is broken"),
    ],
)
def test_wrong_item_is_refused_with_its_place_and_nothing_is_loaded(folder, name, spoil, message):
    rewrite(folder / name, lambda content: content["items"][0].update(spoil))

    with pytest.raises(FileRefused) as refusal:
        load_conditions(folder)

    assert str(refusal.value).startswith(message)
    assert not Concept.objects.exists()


def test_item_without_a_needed_field_is_refused(folder):
    rewrite(folder / "key_lines_of_enquiry.yaml", lambda content: content["items"][2].pop("question"))

    with pytest.raises(FileRefused, match=r"^key_lines_of_enquiry.yaml, item 3: question is missing$"):
        load_conditions(folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("items: [\n", "rounds.yaml:2: is not YAML"),
        ("just words", "rounds.yaml: must be a header"),
        ("source: x\nitems: 3", "rounds.yaml: must be a header"),
        ("colour: red\nitems: []", "rounds.yaml: unknown in the header: colour"),
        ("items: [words]", "rounds.yaml, item 1: must be a list of names and values"),
    ],
)
def test_file_of_another_shape_is_refused(folder, text, message):
    (folder / "rounds.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(FileRefused) as refusal:
        load_conditions(folder)

    assert str(refusal.value).startswith(message)


def test_file_that_is_absent_is_refused(folder):
    (folder / "measures.yaml").unlink()

    with pytest.raises(FileRefused, match=r"^measures.yaml: cannot be read"):
        load_conditions(folder)


def test_condition_set_file_without_its_set_is_refused(folder):
    rewrite(folder / AUGUST, lambda content: content.pop("set"))

    with pytest.raises(FileRefused, match=rf"^{AUGUST}: has no set in its header$"):
        load_conditions(folder)


@pytest.mark.parametrize("implied", ["SEVEN_DAY", [{"where": "a sheet"}], [{"concept": "SEVEN_DAY", "why": "so"}]])
def test_implied_concepts_of_another_shape_are_refused(folder, implied):
    rewrite(folder / AUGUST, lambda content: content["set"].update(implied=implied))

    with pytest.raises(FileRefused, match=rf"^{AUGUST}, set: implied must be a list"):
        load_conditions(folder)


def test_implied_concept_that_is_unknown_is_refused(folder):
    rewrite(folder / AUGUST, lambda content: content["set"].update(implied=[{"concept": "MAGIC"}]))

    with pytest.raises(FileRefused, match=rf"^{AUGUST}, set: unknown concept MAGIC$"):
        load_conditions(folder)
