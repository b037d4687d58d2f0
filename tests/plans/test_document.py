"""``manage.py document`` and ``manage.py findings``: the same files and findings as on the pages, from the shell."""

import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from plans.models import Plan, PlanStatus, Vision
from tests.factories.plans import PlanVersionFactory


def frozen(drafting, number=1):
    """The plan frozen as it stands."""
    version = PlanVersionFactory(plan=drafting.plan, number=number)
    Plan.objects.filter(pk=drafting.plan.pk).update(status=PlanStatus.FROZEN)
    return version


def run(command, *arguments, **options):
    """What a command prints."""
    out = io.StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


def test_document_writes_the_draft_of_an_open_plan(complete, tmp_path):
    out = tmp_path / "plan.pdf"

    said = run("document", "samplebury", kind="pdf", out=out)

    assert "draft, not frozen" in said
    assert complete.content.fingerprint in said
    assert "Draft, not frozen" in PdfReader(out).pages[0].extract_text()


def test_document_writes_the_newest_version_of_a_frozen_plan(complete, tmp_path):
    frozen(complete, 1)
    Vision.objects.filter(plan=complete.plan).update(vision="Two teams.")
    newest = frozen(complete, 2)
    out = tmp_path / "plan.json"

    said = run("document", "samplebury", kind="json", out=out)

    assert "version 2" in said
    assert json.loads(out.read_text())["fingerprint"] == newest.fingerprint


def test_document_writes_an_older_version(complete, tmp_path):
    oldest = frozen(complete, 1)
    Vision.objects.filter(plan=complete.plan).update(vision="Two teams.")
    frozen(complete, 2)
    out = tmp_path / "plan.xlsx"

    run("document", "samplebury", "--kind", "xlsx", "--out", str(out), "--version", "1")

    cells = {row[0].value: row[1].value for row in openpyxl.load_workbook(out)["_about"].iter_rows()}
    assert (cells["version"], cells["fingerprint"]) == ("1", oldest.fingerprint)


def test_document_names_the_plans_there_are(complete, tmp_path):
    with pytest.raises(CommandError, match=r"no plan “nowhere”\. There is: samplebury"):
        run("document", "nowhere", kind="pdf", out=tmp_path / "plan.pdf")


def test_document_names_the_versions_there_are(complete, tmp_path):
    frozen(complete, 1)

    with pytest.raises(CommandError, match=r"no version 7\. There is 1"):
        run("document", "samplebury", kind="pdf", out=tmp_path / "plan.pdf", version=7)


def test_document_says_that_a_draft_has_no_version(complete, tmp_path):
    with pytest.raises(CommandError, match="none yet: it is a draft"):
        run("document", "samplebury", kind="pdf", out=tmp_path / "plan.pdf", version=1)


def test_document_says_where_it_cannot_write(complete, tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        run("document", "samplebury", kind="json", out=tmp_path / "nowhere" / "plan.json")


def test_findings_prints_one_line_for_each(drafting):
    said = run("findings", "samplebury").splitlines()

    assert "Must be settled R01  Plan details and parties: Council lead (post): not answered." in said
    assert (
        said[-1] == f"Samplebury joint plan, draft, not frozen: {len(said) - 1} findings, " + said[-1].split(", ")[-1]
    )


def test_findings_as_json_say_where_each_stands(drafting):
    found = json.loads(run("findings", "samplebury", json=True))

    assert {"rule", "section", "field", "message", "stops"} <= set(found[0])
    assert any(finding["stops"] for finding in found)


def test_findings_strict_fails_while_something_stops_a_freeze(drafting):
    with pytest.raises(CommandError) as failure:
        run("findings", "samplebury", strict=True)

    assert failure.value.returncode == 1


def test_findings_strict_passes_when_nothing_does(complete):
    said = run("findings", "samplebury", strict=True)

    assert "0 that stop a freeze" in said


def test_findings_of_a_version_are_those_of_its_words(complete):
    frozen(complete, 1)
    Vision.objects.filter(plan=complete.plan).update(vision="")

    said = run("findings", "samplebury", "--version", "1")

    assert "version 1" in said
    assert "R01" not in said
