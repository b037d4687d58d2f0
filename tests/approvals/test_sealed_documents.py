"""The PDF as submitted and the outcome letter: printed, sealed and stored by a job, and what they prove later."""

import datetime as dt
import hashlib
import io
import re
import subprocess
import sys

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader

from approvals import signoff, workflow
from approvals.tasks import build_sealed_document
from itf.audit.chain import verify
from itf.audit.models import AuditEvent
from itf.jobs.execution import JobRefused
from itf.lib.sealing.keys import make_development_key
from itf.lib.sealing.signing import seal
from plans.models import Document, Seal
from tests.plans.test_tasks import Steps

pytestmark = pytest.mark.one_database


@pytest.fixture
def kept(settings, tmp_path):
    """Files and the key in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SEAL_KEY = f"pkcs12:{tmp_path / 'seal.p12'}"
    return tmp_path


@pytest.fixture
def submitted(place, kept):
    place.freeze()
    place.submit()
    return place


def build(place, kind="submission"):
    """Run the job of the newest version's document; returns it with what lies in its file."""
    document = Document.objects.get(version__plan=place.plan, kind=kind)
    build_sealed_document({"document": str(document.pk)}, Steps())
    document.refresh_from_db()
    with document.file.open() as file:
        return document, file.read()


def words(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def verify_file(path, capsys):
    """Exit code and what the command says."""
    try:
        call_command("verify", str(path))
    except SystemExit as ended:
        return ended.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_submission_is_sealed_stored_and_told_in_the_trail(submitted):
    document, pdf = build(submitted)

    event = AuditEvent.objects.get(action="document.sealed")
    step = AuditEvent.objects.get(action="case.submitted")
    assert document.sha256 == hashlib.sha256(pdf).hexdigest() == event.data["sha256"]
    assert (document.seal.audit_seq, document.seal.audit_hash) == (step.seq, step.hash)
    assert event.data["certificate"] == hashlib.sha256(bytes(document.seal.certificate)).hexdigest()
    assert [row["answer"] for row in document.seal.sign_offs] == ["Signed", "Signed", "Signed", "Agreed"]
    assert verify()


def test_submission_prints_who_signed_the_head_of_the_chain_and_holds_the_workbook(submitted):
    document, pdf = build(submitted)

    text = words(pdf)
    assert "was submitted to" in text
    for printed in ("Accountable officer", "minute 14/22", "30 January 2034"):
        assert printed in text
    assert document.seal.audit_hash in text.replace("\n", "")
    for page in PdfReader(io.BytesIO(pdf)).pages[1:]:
        stamped = page.extract_text()
        assert document.version.fingerprint in stamped
        assert "Version 1" in stamped
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (name,) = opened.attachments
        workbook = opened.attachments[name].get_file().read_bytes()
    assert name == "samplebury-version-1.xlsx"
    assert hashlib.sha256(workbook).hexdigest() in text.replace("\n", "")


def test_the_words_beneath_the_seal_can_be_made_again(submitted):
    from approvals.documents.printed import printed

    document, _ = build(submitted)

    again = printed(Document.objects.select_related("version__plan").get(pk=document.pk))

    assert hashlib.sha256(again.pdf).hexdigest() == document.seal.unsealed_sha256


def test_building_twice_keeps_one_file_and_one_event(submitted):
    first, _ = build(submitted)
    second, _ = build(submitted)

    assert first.file.name == second.file.name
    assert AuditEvent.objects.filter(action="document.sealed").count() == 1


def test_without_a_key_it_says_so_and_stores_nothing(submitted, settings):
    settings.SEAL_KEY = "pkcs11:/nowhere/token.so;token=ITF;key=seal"

    with pytest.raises(JobRefused, match="could not be sealed"):
        build(submitted)

    assert not Document.objects.get(kind="submission").is_ready


def test_with_sealing_off_it_is_stored_unsealed(submitted, settings):
    settings.SEALING = False

    document, pdf = build(submitted)

    assert words(pdf)
    assert not Seal.objects.exists()
    assert document.is_ready


def test_a_submission_withdrawn_before_it_was_printed_is_not(submitted):
    workflow.withdraw(submitted.case(), by=submitted.council_author, at=submitted.at, reason="A slip.")

    with pytest.raises(JobRefused, match="withdrawn before"):
        build(submitted)


def test_letter_says_the_outcome_and_is_sealed(submitted):
    submitted.take_up()
    submitted.decide("approved_with_support")

    document, pdf = build(submitted, "letter")

    text = words(pdf)
    assert "Approved with support" in text
    assert "As scored." in text
    assert "for " + submitted.ministers.name in text
    assert document.seal.sign_offs[0]["answer"] == "Approved with support"
    assert PdfReader(io.BytesIO(pdf)).metadata.title == "Outcome: Samplebury joint plan, version 1"


# What it proves


def test_verify_command_ends_with_0_for_the_whole_file_only(submitted, kept, capsys):
    _, pdf = build(submitted)
    path = kept / "plan.pdf"
    path.write_bytes(pdf)

    code, said = verify_file(path, capsys)

    assert code == 0
    assert "Whole: byte for byte" in said
    assert "Samplebury joint plan, version 1: PDF as submitted" in said
    assert "No newer version exists." in said

    changed = bytearray(pdf)
    changed[len(pdf) // 2] ^= 1
    for content, fault in (
        (pdf + b"junk", "4 bytes stand after the end"),
        (bytes(changed), "1 of its"),
        (saved_anew(pdf), "saved anew by another program"),
    ):
        path.write_bytes(content)
        code, said = verify_file(path, capsys)
        assert code == 1
        assert fault in said
        assert "Samplebury joint plan, version 1" in said
    path.write_bytes(b"%PDF-1.7 of somebody else")
    assert verify_file(path, capsys)[0] == 1


def test_command_and_page_tell_every_way_to_alter_a_sealed_file(submitted, kept, client, capsys):
    from approvals.documents.printed import printed

    document, pdf = build(submitted)
    unsealed = printed(Document.objects.select_related("version__plan").get(pk=document.pk)).pdf
    make_development_key(other := f"pkcs12:{kept / 'other.p12'}", now=timezone.now())
    resealed = seal(unsealed, key=other, passphrase="", reason="Version 1").pdf
    path = kept / "plan.pdf"

    for content, on_page, of_seal in (
        (turned_later(pdf), "a later change was saved into it", "The document was changed after it was sealed."),
        (unsealed, "It is cut off: the last", "The file holds no seal."),
        (resealed, "not as we stored them|saved anew", "The seal was not made with a key of this service."),
    ):
        path.write_bytes(content)
        code, said = verify_file(path, capsys)
        page = ask(client, file=SimpleUploadedFile("plan.pdf", content))

        assert code == 1
        assert of_seal in said
        for told in (said, page):
            assert re.search(on_page, told)
            assert "Samplebury joint plan, version 1" in told
        assert "The file was changed after we made it" in page


@pytest.mark.parametrize(
    ("alter", "told"),
    [
        (lambda pdf: pdf[:-100], "It is cut off: the last 100 of its"),
        (lambda pdf: b"x" + pdf, "saved anew by another program, or altered inside"),
        (lambda pdf: pdf[:9000] + pdf[9100:], "saved anew by another program, or altered inside"),
    ],
    ids=["cut off", "put in front", "taken out"],
)
def test_an_altered_file_is_held_against_the_one_that_it_was(submitted, kept, client, alter, told):
    _, pdf = build(submitted)
    plain = Document.objects.get(version__plan=submitted.plan, kind="pdf")
    plain.sha256 = "0" * 64
    plain.file.save("plain.pdf", ContentFile(b"%" + pdf[5000:]))

    page = ask(client, file=SimpleUploadedFile("plan.pdf", alter(pdf)))

    assert told in page
    assert f"of its {len(pdf):,} bytes" in page or f"the file that we stored has {len(pdf):,}" in page
    assert "PDF as submitted" in page


def test_a_file_of_another_installation_is_known_by_nobody(submitted, kept, client, capsys):
    _, pdf = build(submitted)
    (kept / "plan.pdf").write_bytes(pdf)
    Seal.objects.all().delete()
    Document.objects.all().delete()

    code, said = verify_file(kept / "plan.pdf", capsys)

    assert code == 1
    assert "NOT known: the service has made no such file." in said
    assert "The seal was not made with a key of this service." in said
    assert "We have made no such file: plan.pdf" in ask(client, file=SimpleUploadedFile("plan.pdf", pdf))


def test_a_file_of_an_older_version_is_whole_and_says_what_is_newer(submitted, kept, client, capsys):
    _, pdf = build(submitted)
    (kept / "plan.pdf").write_bytes(pdf)
    workflow.withdraw(submitted.case(), by=submitted.council_author, at=submitted.at, reason="A slip.")
    submitted.change("vision")
    submitted.freeze()

    code, said = verify_file(kept / "plan.pdf", capsys)

    assert code == 0
    for told in (said, ask(client, file=SimpleUploadedFile("plan.pdf", pdf))):
        assert "Version 2 is newer. Frozen on 3 February 2034. It is not submitted." in told


def turned_later(pdf):
    """A page turned in a later revision, saved into the file as an editor would."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(90)
    writer.update_container(page)
    writer.write(out := io.BytesIO())
    return out.getvalue()


def saved_anew(pdf):
    """Another program's copy of it, a page turned and its metadata packed."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.pages[0].Rotate = 90
        opened.save(out, recompress_flate=True)
    return out.getvalue()


def test_a_seal_that_no_longer_holds_fails_a_file_that_is_the_same_byte_for_byte(submitted, kept, capsys):
    _, pdf = build(submitted)
    Seal.objects.update(certificate=b"0")
    path = kept / "plan.pdf"
    path.write_bytes(pdf)

    code, said = verify_file(path, capsys)

    assert code == 1
    assert "NOT genuine" in said


def test_document_command_writes_the_very_file_and_builds_it_where_it_waits(submitted, kept):
    out = kept / "sealed.pdf"

    call_command("document", "samplebury", "--kind", "pdf", "--sealed", "--out", str(out), stdout=io.StringIO())

    assert hashlib.sha256(out.read_bytes()).hexdigest() == Document.objects.get(kind="submission").sha256


def test_document_command_seals_nothing_that_was_not_submitted(place, kept):
    place.freeze()

    with pytest.raises(CommandError, match="Version 1 is not submitted"):
        call_command("document", "samplebury", "--kind", "pdf", "--sealed", "--out", str(kept / "x.pdf"))


def test_document_command_says_of_a_draft_that_it_has_no_version(place, kept):
    with pytest.raises(CommandError, match="has no version yet: it is a draft"):
        call_command("document", "samplebury", "--kind", "pdf", "--sealed", "--out", str(kept / "x.pdf"))


def ask(client, **sent):
    return client.post(reverse("approvals:verify"), sent).content.decode()


def test_page_tells_anyone_what_a_file_is(submitted, client):
    _, pdf = build(submitted)

    whole = ask(client, file=SimpleUploadedFile("plan.pdf", pdf))
    changed = ask(client, file=SimpleUploadedFile("plan.pdf", pdf + b"junk"))
    unknown = ask(client, file=SimpleUploadedFile("other.pdf", b"%PDF-1.7"))

    assert "The file is as we made it" in whole
    assert "Samplebury Council: signed, Accountable officer, 3 February 2034" in whole
    assert "The file was changed after we made it" in changed
    assert "4 bytes stand after the end" in changed
    assert "We have made no such file: other.pdf" in unknown


def test_page_tells_what_a_fingerprint_is_and_what_is_newer(submitted, client):
    old = submitted.case().version
    workflow.withdraw(submitted.case(), by=submitted.council_author, at=submitted.at, reason="A slip.")
    submitted.change("vision")
    submitted.freeze()

    page = ask(client, fingerprint=f" {old.fingerprint.upper()[:30]} {old.fingerprint[30:]}")

    assert "Samplebury joint plan, version 1" in page
    assert "It was submitted, and withdrawn by its authors on 3 February 2034." in page
    assert "Version 2 is newer. Frozen on 3 February 2034. It is not submitted." in page


def test_a_version_that_the_area_returned_is_not_called_withdrawn(submitted, client):
    submitted.take_up()
    workflow.send_back(submitted.case(), by=submitted.assurer, at=submitted.at, reason="The sums differ.")

    page = ask(client, fingerprint=submitted.case().version.fingerprint)

    assert "It was submitted, and returned to its authors on 3 February 2034." in page


def test_who_signed_says_on_what_terms_and_what_became_of_it_since(place, kept, client, capsys):
    due, met = dt.date(2034, 2, 28), dt.date(2034, 2, 4)
    place.freeze()
    place.sign_all()
    action = signoff.Reply(position="Chair", basis="chairs_action", ratification_due_on=due)
    agreed = place.agree(reply=action)
    workflow.submit(place.case(), by=place.council_author, at=place.at)
    _, pdf = build(place)
    (kept / "plan.pdf").write_bytes(pdf)

    def told():
        said = verify_file(kept / "plan.pdf", capsys)[1]
        return said, ask(client, file=SimpleUploadedFile("plan.pdf", pdf))

    for said in told():
        assert "action, to be ratified, to be ratified by 28 February 2034" in said
        assert "Decision of the governing body, 30 January 2034" in said
        assert "Since then" not in said
    signoff.refuse_ratification(agreed, met_on=met, minute="HWB 7", by=place.chair, at=place.at + dt.timedelta(days=1))
    for said in told():
        assert "Since then: Not ratified: refused on 4 February 2034, HWB 7." in said


def test_a_fingerprint_beside_a_file_is_held_against_it(submitted, client):
    document, pdf = build(submitted)

    other = ask(client, file=SimpleUploadedFile("plan.pdf", pdf), fingerprint="0" * 64)
    own = ask(client, file=SimpleUploadedFile("plan.pdf", pdf), fingerprint=document.version.fingerprint)

    assert "The fingerprint that you entered is not that of this file" in other
    for page in (other, own):
        assert "The file is as we made it" in page
    assert "is not that of this file" not in own


@pytest.mark.parametrize("fingerprint", ["0" * 63, "g" * 64, ""])
def test_page_refuses_what_is_no_fingerprint(client, db, fingerprint):
    answer = client.post(reverse("approvals:verify"), {"fingerprint": fingerprint})

    assert answer.status_code == 422


def test_a_draft_is_not_known_by_its_fingerprint(place, client):
    from plans.gather import plan_content

    assert "Nothing here is known by it" in ask(client, fingerprint=plan_content(place.plan).fingerprint)


def test_old_files_stay_verifiable_when_templates_have_changed(submitted, kept, settings, capsys):
    _, pdf = build(submitted)
    changed = kept / "templates" / "documents"
    changed.mkdir(parents=True)
    (changed / "plan.html").write_text("<html><body>Another layout</body></html>", encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [kept / "templates", *settings.TEMPLATES[0]["DIRS"]]}]
    path = kept / "plan.pdf"
    path.write_bytes(pdf)

    assert verify_file(path, capsys)[0] == 0


def test_an_empty_file_is_told_apart_from_a_file_that_is_not_ours(client, db):
    answer = client.post("/verify/", {"file": SimpleUploadedFile("plan.pdf", b""), "fingerprint": ""})

    assert answer.status_code == 422
    assert "The file is empty. Choose another." in answer.content.decode()


def test_assurers_are_given_the_pdf_as_submitted(submitted, visit):
    _, pdf = build(submitted)
    case = submitted.case()

    page = visit(submitted.assurer, "case", case.pk).content.decode()
    answer = visit(submitted.assurer, "document", case.pk, "submission")

    assert "PDF as submitted" in page
    assert "PDF document" not in page
    assert b"".join(answer.streaming_content) == pdf
    assert answer["Content-Disposition"] == 'attachment; filename="samplebury-version-1-submission.pdf"'


def test_pages_load_neither_the_sealing_library_nor_the_renderer():
    code = (
        "import django; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns; import sys;"
        "print([name for name in ('pyhanko', 'weasyprint', 'pikepdf') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert said.strip() == "[]"
