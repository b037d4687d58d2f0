"""Addresses of sections and findings."""

import pytest

from plans.links import finding_url, section_url
from plans.rules import BLOCK, Finding
from tests.plans.documents.builders import about

ROW = "00000000-0000-0000-0000-000000000001"
LINE = "00000000-0000-0000-0000-000000000002"


def place(section, field="", row="", page_row=""):
    return finding_url(about(), Finding("V00", BLOCK, section, "", "", field, row, page_row))


def test_a_section_has_its_page():
    assert section_url("ealing", "vision") == "/plans/ealing/vision/"


@pytest.mark.parametrize(
    ("given", "url"),
    [
        (("vision", "aims"), "/plans/samplebury/vision/#id_main-aims"),
        (("vision",), "/plans/samplebury/vision/"),
        (("risks", "owner", ROW, ROW), f"/plans/samplebury/risks/#row-{ROW}"),
        (("risks", "risks"), "/plans/samplebury/risks/#risks-heading"),
        (("contributions", "agreed_first_year"), "/plans/samplebury/contributions/#id_main-agreed_first_year"),
        (("contributions", "source-DFG-2014/15"), "/plans/samplebury/contributions/#contributions-heading"),
        (("contributions", "minimum-07W"), "/plans/samplebury/contributions/#contributions-heading"),
        (("schemes", "schemes"), "/plans/samplebury/schemes/"),
        (("schemes", "title", ROW, ROW), f"/plans/samplebury/schemes/{ROW}/#id_main-title"),
        (("schemes", "investments", ROW, ROW), f"/plans/samplebury/schemes/{ROW}/#investments-heading"),
        (("schemes", "stated", LINE, ROW), f"/plans/samplebury/schemes/{ROW}/#row-{LINE}"),
    ],
)
def test_a_finding_leads_to_its_row_box_or_table(given, url):
    assert place(*given) == url
