"""Words that differ, marked in two texts beside each other."""

import pytest

from itf.lib.marking import LONGEST, marked


def test_words_that_differ_are_marked_on_their_side_alone():
    gone, come = marked("Health care at home, in one team.", "Health support at home, in one team. At night too.")

    assert gone == "Health <del>care</del> at home, in one team."
    assert come == "Health <ins>support</ins> at home, in one team. <ins>At night too.</ins>"


def test_spaces_and_lines_are_kept_and_no_difference():
    assert marked("One team.\n\nTwo towns.", "One team. Two towns.") == (
        "One team.\n\nTwo towns.",
        "One team. Two towns.",
    )


def test_text_with_markup_stays_text():
    gone, come = marked("We <b>agree</b> & sign now", "We <script>x</script> & sign now")

    assert gone == "We <del>&lt;b&gt;agree&lt;/b&gt;</del> &amp; sign now"
    assert come == "We <ins>&lt;script&gt;x&lt;/script&gt;</ins> &amp; sign now"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "New words"),
        ("Old words", ""),
        ("£1,200", "£1,300"),
        ("Nothing of this stays here", "All else was written anew"),
        ("word " * (LONGEST + 1), "word " * LONGEST + "end"),
    ],
    ids=["was blank", "is blank", "a figure", "little in common", "too long"],
)
def test_where_marks_would_say_nothing_there_are_none(before, after):
    assert marked(before, after) == (before, after)
