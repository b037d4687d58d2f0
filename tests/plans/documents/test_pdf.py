"""The PDF of a plan: every answer is on paper, every page says which words it belongs to, and no word is markup."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from plans.documents.pdf import plan_html, plan_pdf
from plans.documents.plan_document import draft, frozen
from tests.plans.documents import builders
from tests.plans.documents.builders import AT, Held
from tests.plans.documents.reading import Tags, pages, squeezed, words_of

MISCHIEF = '<script>alert(1)</script><img src="file:///etc/passwd">&amp;{{ 7 }}'


def version_of(content, number=3):
    """The document of a frozen version."""
    return frozen(content, number=number, fingerprint=content.fingerprint, at=AT)


@pytest.fixture(scope="module")
def content():
    return builders.plan(schemes=2)


@pytest.fixture(scope="module")
def pdf(content):
    return plan_pdf(version_of(content))


def test_pdf_holds_every_answer(content, pdf):
    margins = (content.about.title, "Version 3", f"Fingerprint {content.fingerprint}")
    printed = words_of(pdf, leave_out=margins)

    answers = [answer for section in content.sections for _row, answer in section.walk()]
    missing = [answer.text for answer in answers if squeezed(answer.text.replace(margins[0], "")) not in printed]
    assert len(answers) > 200
    assert missing == []


def test_pdf_says_on_every_page_which_words_it_shows(content, pdf):
    shown = pages(pdf)

    for number, page in enumerate(shown, start=1):
        assert content.fingerprint in page
        assert f"Page {number} of {len(shown)}" in page
        assert "Version 3" in page
        assert content.about.title in page


def test_pdf_contents_give_the_page_on_which_a_section_begins(content, pdf):
    shown = pages(pdf)
    listed = " ".join(shown[2].split())

    for number, section in enumerate(content.sections, start=1):
        begins = int(re.search(re.escape(f"{number}. {section.title}") + r" (\d+)\b", listed)[1])
        assert f"{number}. {section.title}" in shown[begins - 1]


def test_pdf_of_a_draft_says_so(content):
    html = plan_html(draft(content, at=AT))

    assert "Draft, not frozen" in html
    assert 'href="draft.css"' in html
    assert "A draft cannot be signed" in html


def test_pdf_of_a_version_is_no_draft(content):
    html = plan_html(version_of(content))

    assert "Draft, not frozen" not in html
    assert "draft.css" not in html
    assert "Frozen on 12 February 2014 at 10:42" in html


def test_pdf_names_who_is_to_sign(content, pdf):
    signing = squeezed(pages(pdf)[1])

    for party in content.about.parties:
        assert squeezed(party.name) in signing
    assert squeezed(content.about.board) in signing


def test_pdf_of_an_empty_plan_says_what_is_missing():
    document = draft(builders.empty_plan(), at=AT)

    shown = pages(plan_pdf(document))

    assert len(shown) <= 13
    assert "Not answered; needed" in "".join(shown)
    assert "Needed: at least one scheme." in " ".join("".join(shown).split())


def test_pdf_shows_a_text_that_cannot_be_read_as_it_was_written():
    line = builders.line(1, {"label": "Posts", "year": "2014/15", "stated": Held("45.000", Decimal(45000))})
    scheme = builders.scheme(1, stated_second_year=Held("460,,000"))
    changed = builders.with_lines(scheme, [line])
    content = builders.plan(rows=[changed])

    html = plan_html(draft(content, at=AT))

    assert "Stated “45.000”, read as £45,000 until decided" in html
    assert "“460,,000”" in html


def test_pdf_says_how_a_line_is_computed_and_what_differs():
    line = builders.line(
        1,
        {"label": "2 social workers", "year": "2015/16", "basis": "rate", "quantity": Decimal(2),
         "rate": Decimal("33.35"), "unit": "hour", "units_per_period": Decimal(35), "periods": Decimal(52),
         "stated": Decimal(120000)},
    )  # fmt: skip
    scheme = builders.scheme(1)
    changed = builders.with_lines(scheme, [line])
    content = builders.plan(rows=[changed])

    html = plan_html(version_of(content))

    assert "2 × £33.35 (hour) × 35 × 52 = £121,394" in html
    assert "Stated £120,000. Computed: £1,394 more than stated" in html


def test_pdf_gives_the_wording_of_each_condition(content):
    html = plan_html(version_of(content))

    assert html.count("Say how services run seven days a week.") == 2
    assert "E1, E2" in html


def test_pdf_draws_a_measure_and_repeats_it_as_a_table(content):
    html = plan_html(version_of(content))

    assert "11.3% below the baseline of 660.0 per 100,000. Lower is better." in html
    assert html.count("<svg") == 2
    assert "585.4 per 100,000" in html
    assert "Does not count then" in html


def test_pdf_rates_a_risk(content):
    html = plan_html(version_of(content))

    assert "<strong>15</strong>" in html


def test_pdf_says_who_explained_a_warning():
    late = builders.section("plan-details", {"submits_on": builders.date(2014, 3, 1)})
    content = builders.with_section(builders.plan(schemes=1), late)
    warning = next(one for one in draft(content, at=AT).findings if one.rule == "V21")
    content = builders.explained(content, "plan-details", warning.key, warning.figures_text)

    html = plan_html(version_of(content))

    assert "Explained by the authors" in html
    assert "The post starts in June." in html
    assert "Explained by Finance lead, Samplebury Council on 10 February 2014" in html


def test_pdf_takes_no_word_of_a_plan_for_markup():
    html = plan_html(version_of(builders.rewritten(builders.plan(schemes=2), MISCHIEF)))

    tags = Tags(html)
    assert not tags.named("script", "img", "iframe", "object")
    assert html.count("&lt;script&gt;") > 100
    assert "&amp;amp;{{ 7 }}" in html


def test_pdf_prints_mischief_as_it_was_written():
    shown = words_of(plan_pdf(version_of(builders.rewritten(builders.plan(schemes=1), MISCHIEF))), leave_out=())

    assert squeezed(MISCHIEF) in shown


def test_pdf_survives_words_that_never_end():
    content = builders.rewritten(builders.plan(schemes=1, vision=builders.section("vision")), "x" * 100)
    endless = builders.with_section(content, builders.section("vision", {"vision": "y" * 8_000}))

    shown = words_of(plan_pdf(version_of(endless)), leave_out=())

    assert shown.count("y") >= 8_000
    assert shown.count("x") > 5_000


def test_pdf_keeps_all_of_a_long_answer():
    words = " ".join(f"word{number}" for number in range(2500))
    content = builders.plan(schemes=1, vision=builders.section("vision", {"vision": words}))

    printed = "".join(pages(plan_pdf(version_of(content))))

    assert all(f"word{number}" in printed for number in range(2500))


def test_pdf_of_sixty_schemes_is_no_book():
    content = builders.plan(schemes=60)

    shown = pages(plan_pdf(version_of(content)))

    assert 60 < len(shown) < 150
    assert "E60 Seven-day access, part 60" in "".join(shown)


@pytest.mark.parametrize("which", ["full", "empty"])
def test_pdf_html_is_whole(which):
    content = builders.plan(schemes=2) if which == "full" else builders.empty_plan()

    tags = Tags(plan_html(draft(content, at=AT)))

    ids = [attributes["id"] for _tag, attributes in tags.found if "id" in attributes]
    links = [attributes["href"] for _tag, attributes in tags.named("a")]
    assert tags.unclosed == tags.crossed == []
    assert len(ids) == len(set(ids))
    assert links
    assert {link.removeprefix("#") for link in links} <= set(ids)


def test_pdf_html_has_scopes_and_headings_in_order(content):
    tags = Tags(plan_html(version_of(content)))

    levels = [int(tag[1]) for tag, _attributes in tags.named("h1", "h2", "h3", "h4")]
    assert all("scope" in attributes for _tag, attributes in tags.named("th"))
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_pdf_survives_what_cannot_be_printed():
    content = builders.rewritten(builders.plan(schemes=1), "bell\x07 null\x00 none\uffff \U0001f600")

    shown = pages(plan_pdf(version_of(content)))

    assert "bell\ufffdnull\ufffdnone\ufffd\U0001f600" in squeezed("".join(shown))


def test_pdf_says_once_that_a_section_is_empty():
    html = " ".join(plan_html(draft(builders.empty_plan(), at=AT)).split())

    risks = html.partition("Risk register</h2>")[2].partition("</section>")[0]
    assert re.sub(r"<[^>]+>", "", risks).strip() == "Nothing entered yet. Needed: at least one risk."
    assert "if stated elsewhere" not in html
