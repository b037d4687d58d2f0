"""The pages of working in Excel, as authors, other people and forged requests meet them."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from itf.jobs.execution import execute
from itf.jobs.models import Job, JobState
from plans.imports import outgoing, uploads
from plans.imports.applying import Accepted
from plans.models import Plan, PlanStatus, UploadState, Vision, WorkbookDownload, WorkbookUpload
from tests.factories.plans import NOW, a_plan
from tests.markup import Markup
from tests.plans.imports.test_comparing import LINES, VISION, save
from tests.plans.imports.workbooks import answered, exported, put
from tests.plans.posting import boxes

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Files of this test alone."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def author(client, complete):
    """The client, signed in as the council's author of a complete plan."""
    client.force_login(complete.author)
    return client


def url(name="workbook", *more, key="samplebury"):
    return reverse(f"plans:{name}", args=[key, *more])


def send(client, content, name="plan.xlsx"):
    """Upload a file."""
    return client.post(url(), {"file": SimpleUploadedFile(name, content)})


def uploaded(client, content):
    """Upload a file, have it read, and return the upload."""
    response = send(client, content)
    assert response.status_code == 302
    upload = WorkbookUpload.objects.latest("uploaded_at")
    execute(upload.job_id, "test")
    upload.refresh_from_db()
    return upload


def two_changes(complete):
    """A workbook with one changed answer and one doubtful figure."""
    content = answered(exported(complete), VISION, "vision", "Two teams.")
    return put(content, LINES, 4, {"stated": "45.000"})


def text(response):
    return Markup(response).elements[0].text


def test_the_page_offers_the_workbook_and_takes_one_back(author):
    response = author.get(url())

    assert response.status_code == 200
    assert url("workbook-file") in response.content.decode()
    assert "Nobody has uploaded a workbook to this plan yet." in text(response)


def test_the_download_is_the_draft_with_its_token(author, complete):
    response = author.get(url("workbook-file"))

    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert response["Content-Disposition"].startswith('attachment; filename="samplebury-draft-')
    assert "token" in [row[0].value for row in book["_about"].iter_rows()]


def test_an_upload_is_kept_out_of_sight_under_a_random_name_and_queued(author, complete, files):
    response = send(author, exported(complete), "../../My plan.xlsx")

    upload = WorkbookUpload.objects.get()
    assert response["Location"] == url("workbook-upload", upload.pk)
    assert (upload.name, upload.state) == ("My plan.xlsx", UploadState.READING)
    assert "plan" not in upload.file.name.removeprefix("workbooks/")
    assert (files / upload.file.name).exists()
    assert Job.objects.get(pk=upload.job_id).kind == "workbook_upload"


def test_while_it_is_read_the_page_shows_how_far_it_is(author, complete):
    send(author, exported(complete))
    upload = WorkbookUpload.objects.get()

    page = author.get(url("workbook-upload", upload.pk))
    fragment = author.get(url("workbook-progress", upload.pk), **HTMX)

    assert "progress" in [element.tag for element in Markup(page).elements]
    assert fragment.status_code == 200
    assert "Waiting to start" in fragment.content.decode()


def test_once_read_the_fragment_opens_the_preview(author, complete):
    upload = uploaded(author, two_changes(complete))

    fragment = author.get(url("workbook-progress", upload.pk), **HTMX)
    plain = author.get(url("workbook-progress", upload.pk))

    assert fragment["HX-Redirect"] == url("workbook-upload", upload.pk)
    assert plain["Location"] == url("workbook-upload", upload.pk)


def test_the_preview_shows_each_cell_and_ticks_what_is_expected(author, complete):
    upload = uploaded(author, two_changes(complete))

    response = author.get(url("workbook-upload", upload.pk))

    assert "1 cell changed, 1 refused" in text(response)
    assert f"{LINES}!L4" in text(response)
    assert "“45.000” can mean 45 or 45,000. Type one of them." in text(response)
    assert boxes(response, "preview-form")["take"] == ["c1"]
    assert Vision.objects.get().vision == "One team."


def test_saving_what_is_ticked_stores_it_and_lets_the_file_go(
    author, complete, files, django_capture_on_commit_callbacks
):
    upload = uploaded(author, two_changes(complete))
    name = upload.file.name

    with django_capture_on_commit_callbacks(execute=True):
        response = author.post(url("workbook-upload", upload.pk), {"act": "some", "take": ["c1"], "decide-c2": "45"})

    upload.refresh_from_db()
    assert response.status_code == 302
    assert (upload.state, upload.stored, upload.settled_by) == (UploadState.ACCEPTED, 2, complete.author)
    assert Vision.objects.get().vision == "Two teams."
    assert not (files / name).exists()
    assert "2 changes saved" in text(author.get(url("workbook-upload", upload.pk)))


@pytest.mark.parametrize("data", [{"act": "all"}, {"act": "some", "section": "vision"}])
def test_all_or_a_whole_section_is_stored_without_single_ticks(author, complete, data):
    upload = uploaded(author, two_changes(complete))

    author.post(url("workbook-upload", upload.pk), data)

    assert Vision.objects.get().vision == "Two teams."


@pytest.fixture
def clashing(author, complete):
    """An upload with two changes, one of them over what the CCG's author saved since."""
    content = answered(exported(complete), VISION, "vision", "Two teams.")
    content = answered(content, VISION, "aims", "Shorter stays.")
    save(complete, "vision", {"main-vision": "Three teams."})
    return uploaded(author, content)


def stands():
    """What the plan says now of the two that the upload changes."""
    vision = Vision.objects.get()
    return vision.vision, vision.aims


@pytest.mark.parametrize("data", [{"act": "all"}, {"act": "some", "section": "vision"}])
def test_newer_words_of_the_other_side_are_named_and_asked_about_first(author, clashing, data):
    response = author.post(url("workbook-upload", clashing.pk), data)

    page = text(response)
    assert response.status_code == 200
    assert "Replace 1 newer answer?" in page
    assert "What is your vision" in page
    for words in ("One team.", "Three teams.", "Saved here by CCG author, ", "Two teams."):
        assert words in page
    assert "Shorter stays." not in page
    assert stands() == ("Three teams.", "Fewer stays.")


@pytest.mark.parametrize(("act", "vision"), [("over", "Two teams."), ("some", "Three teams.")])
def test_answer_to_that_question_decides(author, clashing, act, vision):
    asked = author.post(url("workbook-upload", clashing.pk), {"act": "all"})

    response = author.post(url("workbook-upload", clashing.pk), boxes(asked, "over-form") | {"act": act})

    assert response.status_code == 302
    assert stands() == (vision, "Shorter stays.")


def test_what_was_ticked_and_typed_stays_when_the_file_is_compared_anew(author, complete):
    content = answered(two_changes(complete), VISION, "aims", "Shorter stays.")
    upload = uploaded(author, content)
    ids = {change.label: change.id for change in uploads.preview_in(upload).changes}
    aims, cost = next(one for label, one in ids.items() if "aims" in label), ids["Cost"]
    save(complete, "risks", {"risks-0-owner": "The board"})
    save(complete, "vision", {"main-changes": "Theirs"})
    older = author.get(url("workbook-upload", upload.pk))

    author.post(url("workbook-upload", upload.pk), {"act": "some", "take": [aims], f"decide-{cost}": "45"})
    upload.refresh_from_db()
    execute(upload.job_id, "test")
    page = author.get(url("workbook-upload", upload.pk))

    assert "The plan was saved after this comparison was made" in text(older)
    assert "The plan was saved after this comparison was made" not in text(page)
    assert "What you ticked and typed stays" in text(page)
    assert boxes(page, "preview-form")["take"] == [aims]
    assert boxes(page, "preview-form")[f"decide-{cost}"] == ["45"]


def test_lines_under_a_scheme_that_is_not_ticked_come_back_unticked_with_the_reason(author, complete):
    content = put(exported(complete), "Schemes", 5, {"ref": "S2", "title": "Night care"})
    upload = uploaded(author, put(content, LINES, 6, {"parent": "S2", "label": "Van", "year": "2014/15"}))
    page = author.get(url("workbook-upload", upload.pk))
    assert boxes(page, "preview-form")["take"] == ["c1", "c2"]

    refused = author.post(url("workbook-upload", upload.pk), {"act": "some", "take": ["c2"]})

    assert refused.status_code == 422
    assert "cannot be saved without it: “Van”." in text(refused)
    assert "take" not in boxes(refused, "preview-form")
    upload.refresh_from_db()
    assert upload.state == UploadState.READY


def test_newer_words_ticked_by_themselves_need_no_further_question(author, clashing):
    author.post(url("workbook-upload", clashing.pk), {"act": "all", "take": ["c1"]})

    assert stands() == ("Two teams.", "Shorter stays.")


def test_question_keeps_what_was_typed_for_a_refused_figure(author, complete):
    content = two_changes(complete)
    save(complete, "vision", {"main-vision": "Three teams."})
    upload = uploaded(author, content)

    asked = author.post(url("workbook-upload", upload.pk), {"act": "all", "decide-c2": "45"})
    author.post(url("workbook-upload", upload.pk), boxes(asked, "over-form") | {"act": "some"})

    assert stands()[0] == "Three teams."
    upload.refresh_from_db()
    assert upload.stored == 1


def test_ticks_of_an_earlier_preview_store_nothing(author, complete, clashing):
    page = author.get(url("workbook-upload", clashing.pk))
    ticked = boxes(page, "preview-form") | {"act": "some", "take": ["c1"]}
    save(complete, "vision", {"main-changes": "Elsewhere."})
    uploads.read_again(clashing)
    clashing.refresh_from_db()
    execute(clashing.job_id, "test")

    response = author.post(url("workbook-upload", clashing.pk), ticked)

    assert response.status_code == 302
    assert "compared again meanwhile" in text(author.get(url("workbook-upload", clashing.pk)))
    assert stands() == ("Three teams.", "Fewer stays.")


def test_ticks_of_a_preview_that_is_made_anew_at_this_moment_store_nothing(author, complete, clashing):
    stale = WorkbookUpload.objects.get(pk=clashing.pk)
    uploads.read_again(clashing)
    clashing.refresh_from_db()
    execute(clashing.job_id, "test")

    with pytest.raises(uploads.ReadMeanwhile):
        uploads.accept_upload(stale, Accepted(frozenset({"c1"}), {}), by=complete.author, at=NOW)


def test_taking_nothing_settles_it(author, complete):
    upload = uploaded(author, two_changes(complete))

    author.post(url("workbook-upload", upload.pk), {"act": "none"})

    upload.refresh_from_db()
    assert upload.state == UploadState.SET_ASIDE
    assert "Nothing was taken" in text(author.get(url("workbook-upload", upload.pk)))


def test_saving_with_nothing_ticked_says_so(author, complete):
    upload = uploaded(author, two_changes(complete))

    response = author.post(url("workbook-upload", upload.pk), {"act": "some"})

    assert response.status_code == 422
    assert "Tick what is to be saved" in text(response)


def test_a_decision_that_decides_nothing_comes_back_as_typed(author, complete):
    upload = uploaded(author, two_changes(complete))

    response = author.post(url("workbook-upload", upload.pk), {"act": "some", "take": ["c1"], "decide-c2": "46.000"})

    assert response.status_code == 422
    assert "“46.000” can mean 46 or 46,000" in text(response)
    assert boxes(response, "preview-form")["decide-c2"] == ["46.000"]
    assert Vision.objects.get().vision == "One team."


def test_sending_the_decision_twice_stores_once(author, complete):
    upload = uploaded(author, two_changes(complete))
    for _ in range(2):
        response = author.post(url("workbook-upload", upload.pk), {"act": "some", "take": ["c1"]})

    assert response.status_code == 302
    assert "decided already" in text(author.get(url("workbook-upload", upload.pk)))


def test_a_plan_that_moved_is_compared_again_and_nothing_is_saved(author, complete):
    upload = uploaded(author, two_changes(complete))
    save(complete, "vision", {"main-vision": "Three teams."})

    author.post(url("workbook-upload", upload.pk), {"act": "some", "take": ["c1"]})

    upload.refresh_from_db()
    assert (upload.state, upload.reads) == (UploadState.READING, 2)
    assert Vision.objects.get().vision == "Three teams."
    execute(upload.job_id, "test")
    assert "Changed by both" in text(author.get(url("workbook-upload", upload.pk)))


def test_a_refused_file_is_listed_with_what_to_do(author, complete):
    other = a_plan("elsewhere")

    upload = uploaded(author, exported(other))

    response = author.get(url("workbook-upload", upload.pk))
    assert upload.state == UploadState.REFUSED
    assert not upload.file
    assert "This is a workbook of the plan “elsewhere”" in text(response)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.xls", b"PK\x03\x04", "Found “plan.xls”, expected a file whose name ends in .xlsx"),
        ("plan.xlsm", b"PK\x03\x04", "Found “plan.xlsm”, expected a file whose name ends in .xlsx"),
        ("plan.ods", b"PK\x03\x04", "Found “plan.ods”, expected a file whose name ends in .xlsx"),
        ("plan.xlsx", b"<html>", "This is not an Excel workbook"),
        ("plan.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "has a password"),
        ("plan.xlsx", b"PK\x03\x04" + b"\0" * 5 * 1024 * 1024, "larger than 5 MB"),
    ],
)
def test_what_cannot_be_a_workbook_is_refused_at_once_and_not_kept(author, files, name, content, words):
    response = send(author, content, name)

    assert response.status_code == 422
    assert words in text(response)
    assert WorkbookUpload.objects.count() == 0
    assert not list(files.rglob("*.xlsx"))


def test_uploading_nothing_says_what_to_do(author):
    response = author.post(url())

    assert response.status_code == 422
    assert "Choose the workbook that you filled in." in text(response)


def test_a_fourth_upload_waits_for_the_others(author, complete):
    content = exported(complete)
    for _ in range(3):
        send(author, content)

    response = send(author, content)

    assert response.status_code == 422
    assert "still being read" in text(response)


def test_a_job_that_failed_can_be_asked_for_again(author, complete):
    send(author, exported(complete))
    upload = WorkbookUpload.objects.get()
    Job.objects.filter(pk=upload.job_id).update(state=JobState.FAILED, error="It broke.", finished_at=NOW)

    page = author.get(url("workbook-upload", upload.pk))
    author.post(url("workbook-upload", upload.pk), {"act": "again"})

    upload.refresh_from_db()
    assert "It broke." in text(page)
    assert upload.reads == 2
    assert upload.job.state == JobState.QUEUED


def test_the_list_says_what_became_of_each(author, complete):
    upload = uploaded(author, two_changes(complete))
    author.post(url("workbook-upload", upload.pk), {"act": "all"})

    assert "Accepted: 1 change" in text(author.get(url()))


def test_a_large_plan_is_made_by_a_job(author, complete, monkeypatch):
    monkeypatch.setattr(outgoing, "ROWS_AT_ONCE", 3)

    before = author.get(url())
    author.post(url("workbook-making"))
    author.post(url("workbook-making"))
    waiting = author.get(url("workbook-making"), **HTMX)
    download = WorkbookDownload.objects.get()
    execute(download.job_id, "test")

    assert "Make the workbook" in text(before)
    assert "Waiting to start" in waiting.content.decode()
    assert author.get(url("workbook-making"), **HTMX)["HX-Redirect"] == url()
    made = author.get(url("workbook-file"))
    assert b"".join(made.streaming_content).startswith(b"PK")
    assert "the draft has not changed since" in text(author.get(url()))


def test_a_workbook_of_an_earlier_draft_goes_when_a_newer_one_is_made(author, complete, monkeypatch, files):
    monkeypatch.setattr(outgoing, "ROWS_AT_ONCE", 3)
    for words in ("Two teams.", "Three teams."):
        Vision.objects.update(vision=words)
        author.post(url("workbook-making"))
        newest = WorkbookDownload.objects.latest("asked_at")
        WorkbookDownload.objects.exclude(pk=newest.pk).update(asked_at=newest.asked_at - timedelta(hours=1))
        execute(newest.job_id, "test")

    assert WorkbookDownload.objects.count() == 1
    assert len(list(files.rglob("*.xlsx"))) == 1


# Who may


PAGES = ["workbook", "workbook-file", "workbook-making"]


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_does_not_know_of_the_pages(client, complete, page):
    client.force_login(complete.stranger)

    assert client.get(url(page)).status_code == 404
    assert client.post(url(page)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_sent_to_sign_in(client, complete, page):
    assert client.get(url(page))["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize("page", PAGES)
def test_a_signatory_is_refused_with_the_reason(client, complete, page):
    client.force_login(complete.signatory)

    response = client.get(url(page))

    assert response.status_code == 403
    assert "Only authors of the council or a CCG in the plan can edit it." in text(response)


@pytest.mark.parametrize("page", PAGES)
def test_a_frozen_plan_is_refused_with_the_reason(author, page):
    Plan.objects.update(status=PlanStatus.FROZEN)

    response = author.get(url(page))

    assert response.status_code == 403
    assert "The plan is frozen." in text(response)


def test_a_plan_frozen_after_the_preview_stores_nothing(author, complete):
    upload = uploaded(author, two_changes(complete))
    Plan.objects.update(status=PlanStatus.FROZEN)

    response = author.post(url("workbook-upload", upload.pk), {"act": "all"})

    assert response.status_code == 403
    assert Vision.objects.get().vision == "One team."


def test_an_upload_is_unknown_under_any_other_plan(client, complete):
    client.force_login(complete.author)
    upload = uploaded(client, two_changes(complete))
    other = a_plan("elsewhere")
    client.force_login(other.author)

    for name in ("workbook-upload", "workbook-progress"):
        for key in ("samplebury", "elsewhere"):
            assert client.get(url(name, upload.pk, key=key)).status_code == 404
    assert client.post(url("workbook-upload", upload.pk, key="elsewhere"), {"act": "all"}).status_code == 404
    assert Vision.objects.get().vision == "One team."


def test_the_other_partys_author_may_decide_an_upload(client, complete):
    client.force_login(complete.author)
    upload = uploaded(client, two_changes(complete))
    client.force_login(complete.nhs_author)

    client.post(url("workbook-upload", upload.pk), {"act": "all"})

    assert Vision.objects.get().vision == "Two teams."


def test_words_from_the_file_stay_words_on_the_page(author, complete):
    upload = uploaded(author, answered(exported(complete), VISION, "vision", "<script>alert(1)</script>"))

    page = author.get(url("workbook-upload", upload.pk)).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_looking_stores_nothing(author, complete):
    upload = uploaded(author, two_changes(complete))
    before = (complete.content.fingerprint, WorkbookUpload.objects.values().get())

    for name, more in (("workbook", ()), ("workbook-file", ()), ("workbook-upload", (upload.pk,))):
        author.get(url(name, *more))

    assert (complete.content.fingerprint, WorkbookUpload.objects.values().get()) == before
