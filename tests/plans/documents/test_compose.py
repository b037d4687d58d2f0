"""From a document to bytes: any of the kinds, and the same bytes in every process."""

import subprocess
import sys
from pathlib import Path

import pytest

from plans.documents.compose import KINDS, draft_document, render, version_document
from plans.documents.plan_document import draft
from tests.factories.plans import NOW, PlanVersionFactory
from tests.plans.documents import builders

pytestmark = pytest.mark.one_database
ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import hashlib, django
django.setup()
from plans.documents.compose import KINDS, render
from plans.documents.plan_document import frozen
from tests.plans.documents import builders
content = builders.plan(schemes=2)
document = frozen(content, number=3, fingerprint=content.fingerprint, at=builders.AT)
for kind in KINDS:
    print(kind, hashlib.sha256(render(document, kind)).hexdigest())
"""


def hashes(seed, process_environment):
    """The hash of each kind of file, as a process with this seed for its sets and dicts makes it."""
    environment = {
        **process_environment,
        "PYTHONHASHSEED": seed,
        "DJANGO_SETTINGS_MODULE": "itf.settings_test",
        "TZ": "Pacific/Auckland" if seed == "1" else "Europe/London",
        "LC_ALL": "C.UTF-8",
    }
    made = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return made.stdout


def test_render_gives_the_same_bytes_in_every_process(process_environment):
    first, second = (hashes(seed, process_environment) for seed in ("1", "2"))

    assert first == second
    assert [line.split()[0] for line in first.splitlines()] == list(KINDS)


def test_render_refuses_a_kind_it_does_not_know():
    with pytest.raises(ValueError, match="'docx' is none of pdf, xlsx, json"):
        render(draft(builders.empty_plan(), at=builders.AT), "docx")


def test_version_document_is_the_version_word_for_word(complete):
    version = PlanVersionFactory(plan=complete.plan, number=4)

    document = version_document(version)

    assert document.content.fingerprint == version.fingerprint == document.fingerprint
    assert (document.version, document.made_at) == (4, NOW)
    assert [row.organisation for row in document.sign_offs] == [
        complete.council.name,
        complete.ccg.name,
        complete.board.name,
    ]


def test_draft_document_is_the_plan_as_it_stands(complete):
    document = draft_document(complete.plan, at=NOW)

    assert document.is_draft
    assert document.fingerprint == complete.content.fingerprint
    assert document.made_text == "15 January 2014 at 10:30"
