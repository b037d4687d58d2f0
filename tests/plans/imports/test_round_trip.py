"""Any plan survives export and import unchanged, also by way of another program."""

import io
import json
from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, given, settings

from plans.content import PlanContent
from plans.documents import plan_document
from plans.documents.workbook import plan_workbook
from plans.imports.choosing import Choices
from plans.imports.comparing import compare
from plans.imports.identity import token_for
from plans.imports.reading import read
from tests.plans.documents import builders
from tests.plans.imports import contents

GOLDEN = Path(__file__).parents[2] / "golden"


def workbook_of(content):
    """The workbook of a plan that may come back."""
    token = token_for(content, {}, builders.AT)
    return plan_workbook(plan_document.draft(content, at=builders.AT), token)


def compared(content, workbook):
    """The comparison of a workbook with the content that it should hold."""
    both = contents.standing(content)
    return compare(both, read(workbook, content), Choices(both.plan))


def cells(content):
    """How many answers a plan gives or leaves blank."""
    return sum(1 for section in content.sections for _ in section.walk())


def saved_by_openpyxl(workbook):
    """The workbook after a program read and wrote it."""
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(workbook)).save(out)
    return out.getvalue()


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(contents.plans())
def test_any_plan_comes_back_unchanged(content):
    comparing = compared(content, saved_by_openpyxl(workbook_of(content)))

    assert comparing.changes == []
    assert comparing.unchanged == cells(content)


def test_the_whole_template_comes_back_unchanged():
    content = contents.whole_plan()

    file = read(workbook_of(content), content)

    assert file.remarks == ()
    assert compared(content, workbook_of(content)).changes == []


def test_no_answer_leaves_as_a_formula():
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(contents.whole_plan())))

    formulas = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and not cell.protection.locked
    ]

    assert formulas == []


def test_a_workbook_saved_by_libreoffice_comes_back_unchanged():
    content = PlanContent.from_json(json.loads((GOLDEN / "draft-content.json").read_text(encoding="utf-8")))

    comparing = compared(content, (GOLDEN / "draft-saved-by-libreoffice.xlsx").read_bytes())

    assert comparing.changes == []
    assert comparing.unchanged == cells(content)
