"""Forms are read from a page as a browser would post them."""

import pytest

from tests.bench.visitor import NotAnswered, form_of

PAGE = """
<form><input name="csrf" value="1"><button name="out">Sign out</button></form>
<form>
  <input type="hidden" name="version" value="3"><input name="empty" type="text">
  <input type="checkbox" name="ticked" value="a" checked><input type="checkbox" name="ticked" value="b" checked>
  <input type="checkbox" name="blank" value="c"><input type="radio" name="side" checked>
  <textarea name="prose">
first &amp; second</textarea>
  <select name="source"><option value="">Choose</option><option value="x" selected>X</option></select>
  <select name="year"><option value="1">One</option><option value="2">Two</option></select>
  <input type="submit" name="save" value="Save"><button name="add">Add</button>
</form>
"""


def test_form_holds_what_a_browser_would_post():
    assert form_of(PAGE, "version") == {
        "version": ["3"],
        "empty": [""],
        "ticked": ["a", "b"],
        "side": ["on"],
        "prose": ["first & second"],
        "source": ["x"],
        "year": ["1"],
    }


def test_form_is_found_by_a_field_that_it_has():
    assert form_of(PAGE, "csrf") == {"csrf": ["1"]}


def test_page_without_the_form_is_refused():
    with pytest.raises(NotAnswered):
        form_of(PAGE, "fingerprint")
