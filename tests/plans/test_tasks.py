"""The job that builds a file of a version: once, whole, with the hash of what is stored."""

import hashlib
import io

import openpyxl
import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from itf.jobs.execution import JobRefused, LeaseLost
from plans.models import OF_EVERY_VERSION, Document, PlanVersion
from plans.tasks import build_document
from tests.factories.plans import PlanVersionFactory


class Steps:
    """The progress of a job, kept; loses its lease at ``ends_at`` per cent."""

    def __init__(self, ends_at=None):
        self.said = []
        self.ends_at = ends_at

    def step(self, percent, label):
        """Keep it."""
        if percent == self.ends_at:
            raise LeaseLost
        self.said.append((percent, label))


@pytest.fixture
def files(settings, tmp_path):
    """A folder for stored files that is empty at the start."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "documents"


def a_document(plan, kind):
    """A document of a version that still waits for its file."""
    from itf.jobs.queue import enqueue

    version = PlanVersionFactory(plan=plan)
    job = enqueue(kind="document", key=f"{version.pk}:{kind}", payload={})
    return Document.objects.create(version=version, kind=kind, job=job)


def build(document, progress=None):
    build_document({"document": str(document.pk)}, progress or Steps())
    document.refresh_from_db()
    return document


def stored(document):
    """What lies in the file."""
    with document.file.open() as file:
        return file.read()


@pytest.mark.parametrize("kind", OF_EVERY_VERSION)
def test_build_document_stores_the_file_with_its_hash(complete, files, kind):
    document = build(a_document(complete.plan, kind))

    content = stored(document)
    assert document.is_ready
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert document.size == len(content)
    assert document.built_at is not None
    assert document.file.name.startswith("documents/")
    assert document.file.name.endswith(f".{kind}")


def test_build_document_prints_the_version_it_is_of(complete, files):
    pdf = build(a_document(complete.plan, "pdf"))

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(stored(pdf))).pages)
    assert pdf.version.fingerprint in text
    assert f"Version {pdf.version.number}" in text


def test_build_document_writes_a_workbook_that_opens(complete, files):
    xlsx = build(a_document(complete.plan, "xlsx"))

    workbook = openpyxl.load_workbook(io.BytesIO(stored(xlsx)))
    assert workbook["About"]["A2"].value == complete.plan.title


def test_build_document_does_nothing_twice(complete, files):
    document = build(a_document(complete.plan, "xlsx"))
    before = (document.file.name, document.built_at)

    build(document)

    assert (document.file.name, document.built_at) == before
    assert len(list(files.iterdir())) == 1


def test_build_document_keeps_the_file_of_the_run_that_came_first(complete, files):
    document = a_document(complete.plan, "xlsx")

    class Overtaken(Steps):
        def step(self, percent, label):
            if percent == 90:
                build(document)

    build_document({"document": str(document.pk)}, Overtaken())

    document.refresh_from_db()
    assert [path.name for path in files.iterdir()] == [document.file.name.removeprefix("documents/")]
    assert default_storage.exists(document.file.name)


def test_build_document_stops_when_another_run_has_the_job(complete, files):
    document = a_document(complete.plan, "xlsx")

    with pytest.raises(LeaseLost):
        build_document({"document": str(document.pk)}, Steps(ends_at=90))

    document.refresh_from_db()
    assert not document.is_ready
    assert not files.exists()


def test_build_document_says_how_far_it_is(complete, files):
    progress = Steps()

    build(a_document(complete.plan, "xlsx"), progress)

    percents = [percent for percent, _label in progress.said]
    assert percents == sorted(percents)
    assert all(label for _percent, label in progress.said)


def test_build_document_refuses_a_version_of_a_later_release(complete, files):
    document = a_document(complete.plan, "pdf")
    PlanVersion.objects.filter(pk=document.version_id).update(content={**document.version.content, "format": 99})

    with pytest.raises(JobRefused, match="later release"):
        build_document({"document": str(document.pk)}, Steps())
