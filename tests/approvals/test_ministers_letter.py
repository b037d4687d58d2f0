"""The ministers' letter: sent in with the decisions that rest on it, kept as signed, read by whoever sees the plan."""

import hashlib
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from approvals import deciding, letters
from approvals.guards import GuardNotMet
from approvals.models import Decision, MinistersLetter
from itf.audit.models import AuditEvent
from tests.factories.accounts import PASSWORD
from tests.factories.approvals import NOW, a_place
from tests.plans.attachments.files import PDF


@pytest.fixture
def before_ministers(place):
    """The plan is with ministers."""
    place.freeze()
    place.submit()
    place.recommend()
    place.moderate()
    place.review_nationally()
    place.send()
    return place


def answers(place, **more):
    case = place.case()
    return {"reference": "M/14", f"outcome-{case.pk}": "approved", f"reasons-{case.pk}": "As scored.", **more}


def sent(content=PDF, name="letter.pdf"):
    return SimpleUploadedFile(name, content)


def test_the_letter_goes_with_the_decision_and_its_digest_into_the_trail(before_ministers, visit):
    place, tranche = before_ministers, before_ministers.case().tranche_id

    check = visit(place.office, "tranche", tranche, post=answers(place, letter=sent())).content.decode()
    kept = MinistersLetter.objects.get()
    assert "letter.pdf" in check
    assert f'name="kept" value="{kept.pk}"' in check
    confirmed = answers(place, kept=str(kept.pk), confirmed="1", proof=PASSWORD)
    for _ in range(2):  # a second click changes nothing
        assert visit(place.office, "tranche", tranche, post=confirmed).status_code == 302

    digest = hashlib.sha256(PDF).hexdigest()
    assert Decision.objects.get().letter == kept
    assert AuditEvent.objects.get(action="case.decided").data["letter_sha256"] == digest == kept.sha256
    for person in (place.council_author, place.chair, place.assurer, place.office):
        response = visit(person, "letter", place.case().pk)
        assert (b"".join(response.streaming_content), response["Content-Type"]) == (PDF, "application/pdf")
        assert "attachment" in response["Content-Disposition"]
    assert digest in visit(place.nhs_author, "case", place.case().pk).content.decode()
    assert visit(place.stranger, "letter", place.case().pk).status_code == 404


def test_the_check_of_stored_files_reads_letters_too(before_ministers, visit, settings, capsys):
    place = before_ministers
    visit(place.office, "tranche", place.case().tranche_id, post=answers(place, letter=sent()))
    kept, orphan = MinistersLetter.objects.get(), settings.MEDIA_ROOT / "letters" / "orphan"
    orphan.write_bytes(b"x")
    os.utime(orphan, (0, 0))

    call_command("check_attachments", sweep=True)

    assert not orphan.exists()
    assert "0 attached files and 1 letters are as they were given." in capsys.readouterr().out
    (settings.MEDIA_ROOT / kept.file.name).write_bytes(b"other")
    with pytest.raises(CommandError, match="1 files are not as they were given"):
        call_command("check_attachments")
    assert f"Ministers' letter: letter.pdf ({kept.file.name}) is missing or changed" in capsys.readouterr().err


def test_going_back_keeps_the_letter_that_was_sent(before_ministers, visit):
    place, tranche = before_ministers, before_ministers.case().tranche_id
    visit(place.office, "tranche", tranche, post=answers(place, letter=sent()))
    kept = MinistersLetter.objects.get()

    page = visit(place.office, "tranche", tranche, post=answers(place, kept=str(kept.pk), change="1")).content.decode()

    assert "“letter.pdf” is kept" in page
    assert f'name="kept" value="{kept.pk}"' in page


def test_who_records_reads_the_conditions_that_will_bind(before_ministers, visit):
    place, tranche = before_ministers, before_ministers.case().tranche_id
    place.draft_condition()
    bound = answers(place, **{f"outcome-{place.case().pk}": "approved_with_conditions"})
    bound[f"reasons-{place.case().pk}"] = "Staff are not named."

    page = visit(place.office, "tranche", tranche).content.decode()
    check = visit(place.office, "tranche", tranche, post=bound).content.decode()
    other = visit(place.office, "tranche", tranche, post=answers(place)).content.decode()

    assert "Name the staff in the east. (Samplebury Council, by 1 April 2034)" in " ".join(page.split())
    assert "Name the staff in the east. Samplebury Council, by 1 April 2034. Touches: " in check
    assert "Touches: " not in other


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (PDF, "letter.docx", "“letter.docx” is no PDF document. Attach the letter as a PDF, as it was signed."),
        (b"<html>", "letter.pdf", "“letter.pdf” is no PDF document."),
        (b"", "letter.pdf", ""),
        (b"a,b\n", "letter.csv", "“letter.csv” is no PDF document."),
    ],
)
def test_what_is_no_pdf_is_refused_in_words_and_nothing_is_kept(before_ministers, visit, content, name, why):
    place, tranche = before_ministers, before_ministers.case().tranche_id

    response = visit(place.office, "tranche", tranche, post=answers(place, letter=sent(content, name)))

    assert response.status_code == 422
    assert why in response.content.decode()
    assert "As scored." in response.content.decode()
    assert not MinistersLetter.objects.exists()
    assert not Decision.objects.exists()


def test_without_a_letter_the_check_page_says_so_and_there_is_nothing_to_download(before_ministers, visit):
    place, tranche = before_ministers, before_ministers.case().tranche_id
    assert "None is sent in" in visit(place.office, "tranche", tranche, post=answers(place)).content.decode()

    visit(place.office, "tranche", tranche, post=answers(place, confirmed="1", proof=PASSWORD, kept="nonsense"))

    assert Decision.objects.get().letter is None
    assert visit(place.council_author, "letter", place.case().pk).status_code == 404


def test_nobody_takes_a_letter_that_someone_else_sent(before_ministers, visit):
    other = a_place("elsewhere")
    theirs = MinistersLetter.objects.create(
        name="theirs.pdf", size=1, sha256="0" * 64, file="letters/x", kept_at=other.at, kept_by=other.office
    )
    place = before_ministers
    visit(
        place.office,
        "tranche",
        place.case().tranche_id,
        post=answers(place, kept=str(theirs.pk), confirmed="1", proof=PASSWORD),
    )

    assert Decision.objects.get().letter is None


@pytest.fixture
def without_letter(before_ministers):
    """Ministers have decided, and their letter was not at hand."""
    before_ministers.record()
    return before_ministers


def test_the_letter_is_sent_in_after_the_decision_once(without_letter, visit):
    place, case = without_letter, without_letter.case()
    assert "Add the signed letter" in visit(place.office, "case", case.pk).content.decode()

    for _ in range(2):  # a second click changes nothing
        answer = visit(place.office, "add-letter", case.pk, post={"letter": sent()})
        assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.pk}/")

    digest = hashlib.sha256(PDF).hexdigest()
    assert Decision.objects.get().letter.sha256 == digest
    assert AuditEvent.objects.get(action="case.letter_added").data["letter_sha256"] == digest
    assert b"".join(visit(place.council_author, "letter", case.pk).streaming_content) == PDF
    history = visit(place.council_author, "history", place.plan.key).content.decode()
    assert "added the signed letter with the decision on version 1." in history
    assert "Add the signed letter" not in visit(place.office, "case", case.pk).content.decode()


def test_a_letter_that_stands_is_not_replaced(without_letter):
    place, case = without_letter, without_letter.case()
    first = letters.keep(sent(), by=place.office, at=NOW)
    second = letters.keep(sent(PDF + b"\n"), by=place.office, at=NOW)
    deciding.add_letter(case, first, by=place.office, at=NOW)

    with pytest.raises(GuardNotMet, match="A letter is not replaced"):
        deciding.add_letter(case, second, by=place.office, at=NOW)

    assert Decision.objects.get().letter == first


def test_a_letter_that_is_no_pdf_is_not_added(without_letter, visit):
    answer = visit(without_letter.office, "add-letter", without_letter.case().pk, post={"letter": sent(b"words")})

    assert answer.status_code == 422
    assert "is no PDF document" in answer.content.decode()
    assert Decision.objects.get().letter is None


def test_without_a_decision_of_ministers_there_is_no_letter_to_add(before_ministers, visit):
    refused = visit(before_ministers.office, "add-letter", before_ministers.case().pk)

    assert refused.status_code == 403
    assert "Nothing is decided on this version yet." in refused.content.decode()
