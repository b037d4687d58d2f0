"""The pages of attached files, as authors, readers, assurers and hostile people meet them."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from plans.attachments.acts import attach
from plans.documents.pdf import plan_html
from plans.documents.plan_document import draft
from plans.gather import plan_content
from plans.models import Attachment, RelatedDocument
from plans.rules import findings
from tests.factories.approvals import a_place
from tests.markup import Markup
from tests.plans.attachments.files import PDF
from tests.plans.posting import send as send_page

URL = "/plans/samplebury/attachments/"
SECTION_URL = "/plans/samplebury/related-documents/"


@pytest.fixture
def place(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return a_place("samplebury")


@pytest.fixture
def author(client, place):
    client.force_login(place.council_author)
    return client


def send(client, content=PDF, name="Minutes.pdf", kind="minutes"):
    """Attach a file, whose type the browser gives as a page's."""
    return client.post(URL, {"kind": kind, "file": SimpleUploadedFile(name, content, "text/html")})


def text(response):
    return Markup(response).elements[0].text


def kept(place, name="Minutes.pdf"):
    """A file in the draft."""
    return attach(place.plan, ContentFile(PDF, name), kind="minutes", by=place.council_author, at=place.at)


def test_an_author_attaches_a_file_and_reads_it_back_as_a_download(author):
    answer = send(author, name="Procès-verbal “final”.pdf")

    attachment = Attachment.objects.get()
    assert answer["Location"] == URL
    assert "Procès-verbal “final”.pdf" in text(author.get(URL))
    file = author.get(f"{URL}{attachment.pk}/")
    assert b"".join(file.streaming_content) == PDF
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"].startswith("attachment; filename*=utf-8''Proc%C3%A8s-verbal")
    assert file["X-Content-Type-Options"] == "nosniff"


def test_the_second_click_finds_it_done(author):
    answers = [send(author) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Attachment.objects.count() == 1


def test_the_same_file_under_another_name_is_said_to_be_there(author):
    send(author)

    answer = send(author, name="Copy.pdf")

    assert answer.status_code == 422
    assert "The plan holds this file already, as “Minutes.pdf”." in text(answer)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, ["Choose what the file is.", "Choose the file to attach."]),
        ({"kind": "minutes"}, ["Choose the file to attach."]),
        ({"kind": "minutes", "file": "no file"}, ["Choose the file to attach."]),
        ({"kind": "other", "file": ("a.pdf", PDF)}, ["other"]),
        ({"kind": "minutes", "file": ("a.pdf", b"")}, ["The file is empty."]),
        ({"kind": "minutes", "file": ("a.pdf", b"MZ")}, ["not that of a PDF document"]),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(author, data, words):
    sent = {name: SimpleUploadedFile(*value) if isinstance(value, tuple) else value for name, value in data.items()}

    answer = author.post(URL, sent)

    assert answer.status_code == 422
    assert all(word in text(answer) for word in words)
    assert not Attachment.objects.exists()


def test_an_upload_that_breaks_off_is_refused_and_nothing_kept(author):
    boundary = "B"
    torn = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="kind"\r\n\r\nminutes\r\n--{boundary}\r\n'
        'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4 the line went dea'
    )

    answer = author.generic("POST", URL, torn, content_type=f"multipart/form-data; boundary={boundary}")

    assert answer.status_code == 422
    assert "Choose the file to attach." in text(answer)
    assert not Attachment.objects.exists()


def test_a_file_is_taken_out_after_a_question_and_a_second_time_is_done(author, place):
    attachment = kept(place)
    url = f"{URL}{attachment.pk}/remove/"

    assert "No version lists it" in text(author.get(url))
    answers = [author.post(url) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [URL, URL]
    assert author.get(f"{URL}{attachment.pk}/").status_code == 404
    assert "No file is attached" in text(author.get(URL))


def test_a_frozen_plan_lists_its_files_and_takes_none(author, place):
    attachment = kept(place)
    place.freeze()

    page = author.get(URL)

    assert "Minutes.pdf" in text(page)
    assert 'type="file"' not in page.content.decode()
    assert send(author, PDF + b"\n").status_code == 403
    assert author.post(f"{URL}{attachment.pk}/remove/").status_code == 403
    assert f"{URL}{attachment.pk}/" in author.get("/plans/samplebury/versions/1/").content.decode()
    assert f"{URL}{attachment.pk}/" in author.get("/plans/samplebury/related-documents/").content.decode()


def test_on_a_phone_the_rows_are_stacked_and_each_cell_names_its_column(author, place):
    kept(place)

    cells = [one for one in Markup(author.get(URL)).elements if one.tag == "td"]

    assert [one["data-label"] for one in cells] == ["What it is", "Size", "Attached", "Change"]
    assert all("desk-stacked" in next(part for part in one.ancestors if part.tag == "table").classes for one in cells)


def test_a_signatory_may_read_but_not_attach(client, place):
    attachment = kept(place)
    client.force_login(place.council_signatory)

    assert b"".join(client.get(f"{URL}{attachment.pk}/").streaming_content) == PDF
    assert send(client, PDF + b"\n").status_code == 403


def test_an_assurer_downloads_what_the_submitted_version_lists(client, place):
    from approvals import workflow

    attachment = kept(place)
    case = place.freeze()
    url = f"/cases/{case.pk}/attachments/{attachment.pk}/"
    client.force_login(place.assurer)
    assert client.get(url).status_code == 404
    place.submit()

    page = client.get(f"/cases/{case.pk}/plan/")

    assert url in page.content.decode()
    assert b"".join(client.get(url).streaming_content) == PDF
    assert client.get(f"{URL}{attachment.pk}/").status_code == 404
    workflow.withdraw(place.case(), by=place.council_author, at=place.at, reason="A word is missing.")
    closed = client.get(url)
    assert closed.status_code == 409
    assert "A word is missing." in closed.content.decode()


def test_a_file_lost_from_the_disk_is_not_found(author, place):
    attachment = kept(place)
    attachment.file.storage.delete(attachment.file.name)

    assert author.get(f"{URL}{attachment.pk}/").status_code == 404


def test_the_section_lists_its_files_and_saves_beside_them(author, place):
    from tests.plans.posting import send as send_form

    kept(place)
    page = author.get("/plans/samplebury/related-documents/")

    assert "Minutes.pdf" in text(page)
    assert send_form(author, page).status_code == 302
    assert Attachment.objects.count() == 1


def test_a_related_document_names_a_file_that_pages_link_and_the_pdf_tells_in_full(author, place):
    file = kept(place)
    called = f"Minutes.pdf ({file.sha256[:8]})"
    row = RelatedDocument.objects.create(plan=place.plan, title="Minutes of the board", attached_file=called)

    page = author.get(SECTION_URL)
    assert f'<option value="{called}" selected>' in page.content.decode()
    place.freeze()
    read = author.get(SECTION_URL).content.decode()
    assert f'href="{URL}{file.pk}/" download>{called}</a>' in read.partition("Minutes of the board")[2]
    html = plan_html(draft(plan_content(place.plan), at=place.at))
    assert f"Minutes.pdf, SHA-256 {file.sha256}" in html
    assert str(row) == "Minutes of the board"


def test_taking_out_a_file_that_is_named_is_said_before_and_after(author, place):
    file = kept(place)
    RelatedDocument.objects.create(
        plan=place.plan, title="Minutes of the board", attached_file=f"Minutes.pdf ({file.sha256[:8]})"
    )

    asked = text(author.get(f"{URL}{file.pk}/remove/"))
    done = text(author.post(f"{URL}{file.pk}/remove/", follow=True))

    assert "It is named by “Minutes of the board”" in asked
    assert "It is still named by “Minutes of the board”" in done
    told = [found.message for found in findings(plan_content(place.plan)) if found.rule == "R30"]
    assert f"“Minutes of the board” names a file that is not attached: Minutes.pdf ({file.sha256[:8]})." in told
    # The page keeps the words until the author chooses: nothing is emptied behind their back.
    assert f"Minutes.pdf ({file.sha256[:8]})" in author.get(SECTION_URL).content.decode()


def test_a_related_document_names_only_files_of_its_own_plan(author, place):
    other = a_place("elsewhere")
    theirs = kept(other, name="Theirs.pdf")
    row = RelatedDocument.objects.create(plan=place.plan, title="Minutes of the board")

    boxes = {"related-documents-0-attached_file": f"Theirs.pdf ({theirs.sha256[:8]})"}
    answer = send_page(author, author.get(SECTION_URL), boxes)

    row.refresh_from_db()
    assert (answer.status_code, row.attached_file) == (422, "")
