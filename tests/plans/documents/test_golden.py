"""Versions stored by earlier releases: still read, still the same fingerprint, still printed."""

import io
import json
from pathlib import Path

import openpyxl
import pytest

from plans.content import PlanContent
from plans.documents.pdf import plan_html
from plans.documents.plan_document import PlanDocument, frozen
from plans.documents.workbook import plan_workbook
from tests.plans.documents.builders import AT

GOLDEN = Path(__file__).resolve().parents[2] / "golden"


def stored() -> dict:
    """The oldest version there is, from before parties had shares. Never written anew, as no stored version is."""
    return json.loads((GOLDEN / "plan_version_oldest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def document() -> PlanDocument:
    """The document of that version, made by this release."""
    version = stored()
    content = PlanContent.from_json(version["content"])
    return frozen(content, number=version["number"], fingerprint=version["fingerprint"], at=AT)


def test_oldest_version_keeps_the_fingerprints_of_its_sections(document):
    assert document.content.section_fingerprints == stored()["section_fingerprints"]


def test_oldest_version_is_printed_with_the_fingerprint_it_was_signed_by(document):
    html = plan_html(document)

    assert html.count(stored()["fingerprint"]) >= 3


def test_oldest_version_is_still_printed(document):
    html = plan_html(document)

    assert "2 × £33.35 (hour) × 35 × 52 = £121,394" in html
    assert all(f"{number}. {one.title}" in html for number, one in enumerate(document.content.sections, start=1))


def test_oldest_version_still_makes_a_workbook(document):
    workbook = openpyxl.load_workbook(io.BytesIO(plan_workbook(document)), data_only=True)

    assert [cell.value for cell in workbook["Summary"][5]][:2] == ["Agreed pool", 75000]
