"""The plan as JSON: word for word, sorted, and its fingerprint can be computed again from it."""

import json

from plans.content import PlanContent
from plans.documents.json_file import plan_json
from plans.documents.plan_document import draft, frozen
from tests.plans.documents import builders
from tests.plans.documents.builders import AT


def test_json_gives_the_content_back():
    content = builders.plan(schemes=2)

    whole = json.loads(plan_json(frozen(content, number=3, fingerprint=content.fingerprint, at=AT)))

    assert PlanContent.from_json(whole["content"]).fingerprint == whole["fingerprint"] == content.fingerprint
    assert (whole["plan"], whole["version"], whole["made_at"]) == ("samplebury", 3, "2014-02-12T10:42:00+00:00")


def test_json_says_what_stops_a_freeze():
    whole = json.loads(plan_json(draft(builders.empty_plan(), at=AT)))

    assert whole["version"] is None
    assert all(finding["stops"] for finding in whole["findings"] if finding["severity"] == "block")


def test_json_writes_letters_as_they_are():
    content = builders.plan(schemes=1, vision=builders.section("vision", {"vision": "£1 – Ångström “care”"}))

    assert "£1 – Ångström “care”" in plan_json(draft(content, at=AT)).decode()
