"""Two authors talk over a line of the plan and settle it; one attaches a file, which the other downloads."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages import axe_faults
from tests.plans.attachments.files import PDF

pytestmark = pytest.mark.postgresql
RISKS = "/plans/samplebury/risks/"
ASKED = "Made up. Who pays if the ward stays open?"
ANSWERED = "Made up. Both of us, half and half."


def test_a_line_is_talked_over_and_settled_before_the_freeze(people):
    council, ccg = people("Council author, Samplebury"), people("CCG author, Samplebury")
    council.open(RISKS).follow("Comment on Risk 1")
    council.fill({"Your comment": ASKED}).choose("All partners of the plan")
    council.tick(council.page.get_by_label(re.compile("^CCG author, Samplebury")))
    assert axe_faults(council.page) == []
    council.press("Add the comment").sees("Your comment is added.").sees("Told: CCG author, Samplebury")

    ccg.open("/").page.locator("h2#comments + ul a").first.click()
    ccg.sees(ASKED).fill({"Your reply": ANSWERED}).press("Reply").sees("Your reply is added.")

    council.open("/plans/samplebury/freeze/").sees("still open").sees("Council author, Samplebury")
    council.open(RISKS).follow("Comments (1) on Risk 1").sees(ANSWERED)
    council.press("Resolve these comments").sees("The comments are resolved.")
    council.open(RISKS)
    expect(council.page.get_by_role("link", name="Comment on Risk 1", exact=True)).to_have_count(1)


def test_a_file_is_attached_named_by_a_document_and_downloaded(people, tmp_path):
    council, ccg = people("Council author, Samplebury"), people("CCG author, Samplebury")
    minutes = tmp_path / "Minutes.pdf"
    minutes.write_bytes(PDF)
    council.open("/plans/samplebury/related-documents/").follow(re.compile("^Attach a file"))
    council.choose("Minutes").page.get_by_label("The file", exact=True).set_input_files(minutes)
    council.press("Attach the file").sees("Attached: Minutes.pdf.")
    council.follow("Related documents")
    named = council.page.get_by_label("Attached file", exact=True).first
    named.select_option(index=1)
    council.press("Save and come back later").sees("Saved: Related documents.")

    ccg.open("/plans/samplebury/related-documents/")
    expect(ccg.page.get_by_label("Attached file", exact=True).first).to_have_value(
        re.compile(r"^Minutes\.pdf \([0-9a-f]{8}\)$")
    )
    with ccg.page.expect_download() as download:
        ccg.follow("Minutes.pdf")
    assert download.value.path().read_bytes() == PDF
