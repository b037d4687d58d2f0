"""The main job: Ealing's real draft, from its findings of 2013 to a decision, as six people in turn."""

import re
import subprocess

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.journeys import ealing, road
from tests.journeys.installations import PASSWORD

pytestmark = pytest.mark.postgresql
LATE = "Made up: the window closed in 2014."
REASONS = "Made up: help with hiring, once a quarter."
PEOPLE = {
    "council author": ("Council author, Ealing", "council.author@ealing.example"),
    "CCG author": ("CCG author, Ealing", "ccg.author@ealing.example"),
    "council signatory": ("Council signatory, Ealing", "council.signatory@ealing.example"),
    "CCG signatory": ("CCG signatory, Ealing", "ccg.signatory@ealing.example"),
    "chair": ("Board chair, Ealing", "chair@ealing.example"),
    "assurer": ("Assurer, NHS England London area team", "assurer@london.example"),
    **{
        post: (post, f"{name}@demonstration.example")
        for post, name in zip(road.LEVELS, ("local.assurer", "region", "national", "ministers"), strict=True)
    },
}


def test_ealing_goes_from_its_findings_to_a_decision_embedded(embedded, desk, tmp_path, picture):
    people = {who: desk(embedded).enter(post) for who, (post, _) in PEOPLE.items()}

    take_ealing_to_a_decision(people, embedded, tmp_path, picture)


def test_ealing_goes_from_its_findings_to_a_decision_in_production(production, desk, tmp_path):
    people = {who: desk(production).sign_in(email, PASSWORD) for who, (_, email) in PEOPLE.items()}

    take_ealing_to_a_decision(people, production, tmp_path, lambda *_, **__: None)


def take_ealing_to_a_decision(people, installation, tmp_path, picture):
    """The story; ``picture`` keeps a page for the guides."""
    author, other, chair = people["council author"], people["CCG author"], people["chair"]
    the_draft_shows_what_its_source_left_open(author, installation, picture)
    settle_what_the_council_knows(author, picture)
    settle_what_the_ccg_knows(other)
    explain_the_warnings(author)
    fingerprint = both_sides_agree_to_freeze(author, other)
    everyone_signs(people["council signatory"], people["CCG signatory"], chair, picture)
    road.submit(author, "Ealing", LATE)
    read_the_documents(author, fingerprint, tmp_path)
    assure(people, fingerprint, picture)
    for reader in (author, other, chair):
        see_the_decision(reader)
    assert "unbroken" in installation.manage("verify_audit")


def the_draft_shows_what_its_source_left_open(desk, installation, picture):
    desk.open("/").follow("Plans").follow("Ealing").is_at("Ealing")
    picture(desk, "overview")
    desk.follow("See all findings").is_at("Findings")
    desk.sees("“45.000” can mean 45 or 45,000. Type one of them. Read as £45,000 until decided.")
    desk.sees("“460,,000” cannot be read as one figure.")
    targets = desk.page.get_by_text("Target (%): “?%” stands where an answer is needed.")
    assert targets.count() == 19
    picture(desk, "findings", at="“45.000” can mean 45 or 45,000.")
    # The same rules from the shell: as many findings as the page shows.
    assert f"{desk.page.locator('.desk-finding').count()} findings" in installation.manage("findings", "ealing")


def settle_what_the_council_knows(desk, picture):
    write(desk, "plan-details", {**ealing.DETAILS}, rows={"Ealing Council": {"Hosts the pooled budget": True}})
    write(desk, "vision", ealing.VISION)
    for reference, answers in ealing.SCHEMES.items():
        desk.open("/plans/ealing/schemes/").follow(re.compile(f"^{reference} "))
        if reference == "E2":
            picture(desk, "scheme", at="Investment lines")
        settle_a_scheme(desk, answers)
        desk.press("Save and go to the schemes").is_at("Schemes")
    desk.sees("£290,000").sees("£2,705,500")


def write(desk, section, answers, rows=None, new_rows=()):
    """Fill a section's own answers, rows that are there and rows that are not, and save."""
    desk.open(f"/plans/ealing/{section}/").fill(answers)
    for title, row_answers in (rows or {}).items():
        desk.fill(row_answers, desk.row(title))
    for singular, row_answers in new_rows:
        desk.add_row(singular, row_answers)
    desk.press("Save and come back later").is_at("Ealing").sees("Saved:")


def settle_a_scheme(desk, answers):
    desk.fill(answers)
    for row in desk.rows("investment line"):
        first_year = row.get_by_label("Financial year", exact=True).input_value() == "2014/15"
        council_pays = answers["Lead provider"].endswith("telecare")
        source = ealing.SOURCE_14 if first_year else ealing.COUNCIL_MONEY if council_pays else ealing.SOURCE_15
        desk.fill({"Funding source": source, "Recurrent?": "No" if first_year else "Yes", "Capital?": "No"}, row)
    for held in desk.page.locator(".desk-held").all():
        box = desk.page.locator(f"[aria-describedby~={held.get_attribute('id')}]")
        box.fill(ealing.HELD[box.input_value()])


def settle_what_the_ccg_knows(desk):
    settle_the_money(desk)
    write(desk, "conditions", {}, rows=ealing.CONDITIONS)
    write(desk, "social-care", ealing.SOCIAL_CARE)
    figures = {title: dict(zip(ealing.MEASURE_LABELS, row, strict=True)) for title, row in ealing.MEASURES.items()}
    write(desk, "measures", ealing.OUTCOMES, rows=figures)
    write(desk, "local-measure", ealing.LOCAL_MEASURE)
    write(desk, "risks", {}, new_rows=[("risk", ealing.RISK)])
    write(desk, "contingency", {}, new_rows=[("outcome at risk", ealing.OUTCOME_AT_RISK)])
    write(desk, "acute", ealing.ACUTE)
    write(desk, "engagement", ealing.ENGAGEMENT, new_rows=[("engagement event", ealing.EVENT)])


def settle_the_money(desk):
    """First as people write it, which is held and explained; then so that it balances."""
    first = [("contribution", contribution) for contribution in ealing.CONTRIBUTIONS[:-1]]
    write(desk, "contributions", {**ealing.POOL, "Total agreed pool, 2014/15": "290.000"}, new_rows=first)
    desk.follow("Contributions to the pool").sees("“290.000” can mean 290 or 290,000. Type one of them.")
    expect(desk.page.get_by_text("Contributions for 2015/16 are £460,000 short of the agreed pool.")).to_be_attached()
    write(desk, "contributions", ealing.POOL, new_rows=[("contribution", ealing.CONTRIBUTIONS[-1])])


def explain_the_warnings(desk):
    desk.open("/plans/ealing/findings/").sees("0 must be settled")
    for line in ealing.LINES_TO_EXPLAIN:
        desk.sees(f"“{line}” in E")
    explain = desk.page.get_by_role("link", name=re.compile("^Explain why it may stand"))
    for _ in range(explain.count()):
        explain.first.click()
        desk.is_at("Explain why this may stand").fill({"Why may this stand?": ealing.WHY})
        desk.press("Keep the explanation").is_at("Findings")
    desk.sees("0 must be settled, 0 to check")


def both_sides_agree_to_freeze(desk, other):
    road.agree_to_freeze(desk, "the council").sees("The other side is still to agree.")
    other.open("/plans/ealing/freeze/").sees("Nothing stops the freeze.")
    other.press("Agree to freeze for the NHS").is_at("Who signs, and how it stands")
    other.sees("Version 1 is frozen and up for sign-off.").follow("Version 1 and its documents").is_at("Version 1")
    return other.page.locator(".desk-fingerprint").first.inner_text()


def everyone_signs(council, ccg, chair, picture):
    council.open("/").follow("Sign for Ealing Council").is_at("Sign for Ealing Council")
    council.sees("£2,705,500").sees(ealing.WHY)
    picture(council, "sign")
    road.sign(council, "Ealing Council", "Decision of the executive or cabinet", road.FULL_BODY)
    council.sees("Next: NHS Ealing CCG signs.")
    road.sign(ccg, "NHS Ealing CCG", "Chair's action, to be ratified", road.to_be_ratified())
    ccg.sees("Next: Ealing Health and Wellbeing Board agrees.")
    board = "Ealing Health and Wellbeing Board"
    road.agree(chair, board, "Decision of the board at a meeting", road.FULL_BODY)


def read_the_documents(desk, fingerprint, tmp_path):
    """The page follows the jobs by itself; both files say which plan, version and words they hold."""
    desk.open("/plans/ealing/versions/1/")
    pdf, workbook = (
        save(desk, f"Download the {kind}", tmp_path / name)
        for kind, name in (("PDF document", "ealing.pdf"), ("Excel workbook", "ealing.xlsx"))
    )
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True).stdout
    pages = [page for page in text.split("\f") if page.strip()]
    assert all(fingerprint in page for page in pages)
    assert "Ealing" in pages[0]
    assert "Version 1" in pages[0]
    assert ealing.WHY in " ".join(text.split())
    book = openpyxl.load_workbook(workbook)
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert fingerprint in cells
    assert {"Ealing", "Version 1"} <= set(cells)


def save(desk, link, path):
    with desk.page.expect_download() as download:
        desk.follow(link)
    download.value.save_as(path)
    assert download.value.suggested_filename == f"ealing-version-1{path.suffix}"
    return path


def assure(people, fingerprint, picture):
    desk = people["assurer"]
    desk.open("/").follow("Cases").is_at("Cases").follow("Ealing").is_at("Ealing")
    desk.sees(LATE).sees(fingerprint).sees("Made-up minute 14/3")
    road.take_up(desk, "Ealing", "London Area Team")
    road.score(desk, "Ealing")
    picture(desk.open(desk.page.url), "case")
    nation = "/nation/?round=outline-london-2013"
    road.decide(people.__getitem__, "assurer", "Ealing", "Approved with support", REASONS, nation)


def see_the_decision(desk):
    desk.open("/plans/ealing/route/").follow("Submission and assurance").is_at("Ealing")
    desk.sees("Approved with support").sees(REASONS).sees(road.SCORE)
