"""What may be attached: by ending and by content, each refusal in words."""

import pytest

from plans.attachments import archives
from plans.attachments.names import LONGEST, plain_name
from plans.attachments.problems import NotTaken
from plans.attachments.types import type_of
from tests.plans.attachments.files import BAD, GOOD, word


@pytest.mark.parametrize("name", GOOD)
def test_what_authors_have_is_taken_under_our_own_media_type(name):
    content, media_type = GOOD[name]

    assert type_of(name, content).media_type == media_type


@pytest.mark.parametrize("case", BAD)
def test_what_may_not_come_in_is_refused_in_words(case):
    name, content, words = BAD[case]

    with pytest.raises(NotTaken, match=words):
        type_of(name, content)


def test_a_directory_that_lies_about_sizes_is_found_while_unpacking(monkeypatch):
    monkeypatch.setattr(archives, "_check_directory", lambda _archive: None)
    monkeypatch.setattr(archives, "LARGEST_UNPACKED", 1_000)

    with pytest.raises(NotTaken, match="unpacks to far more"):
        archives.check_archive(word(**{"word/media/a.bin": b"ab" * 1_000}), archives.WORD)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\Minutes.docx", "Minutes.docx"),
        ("Minutes\r\nSet-Cookie: a=b.pdf", "MinutesSet-Cookie_ a=b.pdf"),
        ("annexe\u202efdp.exe", "annexefdp.exe"),
        ("Procès-verbal  d’été.pdf", "Procès-verbal d’été.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        (".pdf", "document.pdf"),
        ("....pdf", "document.pdf"),
        ("", "document"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("x" * 300 + ".pdf", "x" * (LONGEST - 4) + ".pdf"),
    ],
)
def test_a_name_loses_whatever_could_trip_a_page_or_a_disk(given, kept):
    assert plain_name(given) == kept
