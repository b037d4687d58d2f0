"""The finance lead offline (interface.md, story 2): out, filled in on the train, back, decided; and a pasted table."""

import pytest

from tests.pages import PhoneDesk, axe_faults
from tests.plans.imports.workbooks import answered, put

PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}
VISION, LINES = "Vision, aims and planned", "Investment lines"
AUTHOR = "CCG author, Ealing"


@pytest.fixture
def filled_in(tmp_path):
    """What the finance lead does to a downloaded workbook on the train."""

    def fill_in(download):
        content = answered(
            download.path().read_bytes(), VISION, "vision", "People in Ealing are helped at home sooner."
        )
        content = put(content, LINES, 4, {"stated": "45.000"})
        path = tmp_path / "Ealing on the train.xlsx"
        path.write_bytes(content)
        return path

    return fill_in


def downloaded(desk):
    """Press the download."""
    with desk.page.expect_download() as waiting:
        desk.page.get_by_role("button", name="Download the workbook").click()
    return waiting.value


def test_a_workbook_goes_out_and_comes_back(embedded, desk, filled_in):
    lead = desk(embedded)
    lead.enter(AUTHOR)
    lead.open("/plans/ealing/").follow("Work in Excel").is_at("Work in Excel")
    assert axe_faults(lead.page) == []

    file = filled_in(downloaded(lead))
    lead.page.get_by_label("The workbook, as you saved it").set_input_files(file)
    lead.press("Upload and compare").is_at("Ealing on the train.xlsx")
    lead.sees("1 cell changed, 1 refused")  # the page opens the preview by itself once the job is done
    lead.sees("“45.000” can mean 45 or 45,000. Type one of them.")
    assert axe_faults(lead.page) == []

    lead.page.get_by_label("What it should be").fill("45,000")
    lead.press("Save what is ticked").sees("2 changes saved")
    lead.open("/plans/ealing/vision/")
    assert lead.page.locator("#id_main-vision").input_value() == "People in Ealing are helped at home sooner."


def test_the_preview_and_a_paste_on_a_phone(embedded, desk, filled_in):
    lead = desk(embedded)
    lead.enter(AUTHOR)
    lead.open("/plans/ealing/workbook/")
    file = filled_in(downloaded(lead))
    phone = PhoneDesk(desk(embedded, **PHONE).page)
    phone.enter(AUTHOR)
    phone.open("/plans/ealing/workbook/").is_at("Work in Excel")
    phone.page.get_by_label("The workbook, as you saved it").set_input_files(file)
    phone.press("Upload and compare").sees("1 cell changed, 1 refused")
    phone.is_at("Ealing on the train.xlsx")

    phone.open("/plans/ealing/schemes/paste/").is_at("Paste schemes from a spreadsheet")
    phone.fill({"Rows, copied from a spreadsheet": "Scheme name\tProvider\nNight care\tA trust"})
    phone.press("Show how they are read").sees("1 row, as read").is_at("Paste schemes from a spreadsheet")
    assert axe_faults(phone.page) == []
    phone.press("Add the rows that are ticked").sees("Night care")


def test_a_workbook_comes_back_without_a_script(embedded, desk, filled_in):
    lead = desk(embedded, java_script_enabled=False)
    lead.enter(AUTHOR)
    lead.open("/plans/ealing/workbook/")
    file = filled_in(downloaded(lead))
    lead.page.get_by_label("The workbook, as you saved it").set_input_files(file)
    lead.press("Upload and compare").is_at("Ealing on the train.xlsx")
    for _ in range(60):
        # Each look is at a page that has arrived: between two pages there is no link either.
        if not lead.page.get_by_role("link", name="Check again").is_visible():
            break
        lead.page.wait_for_timeout(500)
        with lead.page.expect_navigation():
            lead.follow("Check again")
    lead.sees("1 cell changed, 1 refused").press("Take nothing").sees("Nothing was taken")
