"""Reading typed figures without guessing, and writing them so that they read back."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itf.lib.figures import Fault, Unreadable, in_pounds, is_placeholder, plain, pounds, read_figure

# A busy machine is no fault of what is tested.
UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow])

# Digits, every sign that people type near figures, and digits of other scripts.
FIGURE_LIKE = st.text(alphabet="0123456789.,  £%-−+?eE()x٤５０½²\t", max_size=24)


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("45", "45"),
        ("45,000", "45000"),
        ("£45,000.50", "45000.50"),
        ("£ 45", "45"),
        ("45 000", "45000"),
        ("45\u00a0000", "45000"),
        ("1 234 567.8", "1234567.8"),
        ("4.5%", "4.5"),
        (" 12 % ", "12"),
        ("0", "0"),
        ("-0", "0"),
        ("007", "7"),
        ("1,000,000,000", "1000000000"),
        ("45.00", "45.00"),
        ("1234.50", "1234.50"),
    ],
)
def test_one_figure_is_read(typed, figure):
    read = read_figure(typed)

    assert read == Decimal(figure)
    assert not read.is_signed()


@pytest.mark.parametrize("typed", ["", "   ", "\t\n", "\u00a0"])
def test_nothing_typed_is_no_figure(typed):
    assert read_figure(typed) is None


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("45.000", Fault.AMBIGUOUS),
        ("45.678", Fault.AMBIGUOUS),
        ("£45.000", Fault.AMBIGUOUS),
        ("460,,000", Fault.MALFORMED),
        ("£1,2 3", Fault.MALFORMED),
        ("1e9", Fault.MALFORMED),
        ("1,23", Fault.MALFORMED),
        ("0,450", Fault.MALFORMED),
        ("1.234.567", Fault.MALFORMED),
        ("1 234,5", Fault.MALFORMED),
        ("££5", Fault.MALFORMED),
        ("£5%", Fault.MALFORMED),
        ("--5", Fault.MALFORMED),
        ("(5)", Fault.MALFORMED),
        ("+5", Fault.MALFORMED),
        ("45k", Fault.MALFORMED),
        ("NaN", Fault.MALFORMED),
        ("Infinity", Fault.MALFORMED),
        ("0x10", Fault.MALFORMED),
        ("٤٥", Fault.MALFORMED),
        ("４５", Fault.MALFORMED),
        ("४५", Fault.MALFORMED),
        ("½", Fault.MALFORMED),
        ("5²", Fault.MALFORMED),
        ("five", Fault.MALFORMED),
        ("12\x0034", Fault.MALFORMED),
        ("-5", Fault.NEGATIVE),
        ("−5", Fault.NEGATIVE),
        ("£-5", Fault.NEGATIVE),
        ("-£5", Fault.NEGATIVE),
        (str(10**15), Fault.TOO_LARGE),
        ("1,000,000,000.01", Fault.TOO_LARGE),
        ("1.2345", Fault.TOO_FINE),
        ("0.455", Fault.TOO_FINE),
        ("1234.500", Fault.TOO_FINE),
        ("?", Fault.PLACEHOLDER),
        ("?%", Fault.PLACEHOLDER),
        ("£?", Fault.PLACEHOLDER),
        ("5?", Fault.PLACEHOLDER),
        ("TBC", Fault.PLACEHOLDER),
        ("tbc", Fault.PLACEHOLDER),
        ("NA", Fault.PLACEHOLDER),
        ("n/a", Fault.PLACEHOLDER),
        ("to be confirmed", Fault.PLACEHOLDER),
        ("xxx", Fault.PLACEHOLDER),
        ("-", Fault.PLACEHOLDER),
        ("---", Fault.PLACEHOLDER),
        ("...", Fault.PLACEHOLDER),
    ],
)
def test_what_is_not_one_figure_is_held_with_a_sentence(typed, fault):
    read = read_figure(typed)

    assert isinstance(read, Unreadable)
    assert read.fault == fault
    assert read.message.startswith(f"“{typed}” ")
    assert read.message.endswith(".")


@pytest.mark.parametrize(
    ("typed", "places", "readings"),
    [
        ("45.000", 2, "45 or 45,000"),
        ("45.000", 4, "45 or 45,000"),
        ("45.670", 2, "45.67 or 45,670"),
        ("1.234", 4, "1.2340 or 1,234"),
    ],
)
def test_an_ambiguous_figure_names_both_readings_and_both_can_be_typed(typed, places, readings):
    read = read_figure(typed, places=places)

    assert read == Unreadable(Fault.AMBIGUOUS, f"“{typed}” can mean {readings}. Type one of them.")
    assert all(isinstance(read_figure(reading, places=places), Decimal) for reading in readings.split(" or "))


@pytest.mark.parametrize(
    ("typed", "places", "words"),
    [
        (
            "10.335",
            2,
            (
                "can mean 10,335, or a figure with more than 2 decimal places. Type 10,335, or round it yourself, "
                "for example to 10.34."
            ),
        ),
        ("£10.3351", 2, "has more than 2 decimal places. Round it yourself, for example to 10.34."),
        ("1,210.3351", 2, "has more than 2 decimal places. Round it yourself, for example to 1,210.34."),
        ("33.33333", 4, "has more than 4 decimal places. Round it yourself, for example to 33.3333."),
    ],
)
def test_a_figure_with_more_decimals_than_are_kept_is_never_rounded_but_told_what_to_type(typed, places, words):
    read = read_figure(typed, places=places)

    assert isinstance(read, Unreadable)
    assert read.message == f"“{typed}” {words}"
    assert isinstance(read_figure(words.rpartition(" ")[2].removesuffix("."), places=places), Decimal)


@pytest.mark.parametrize(
    "typed", ["9" * 100_000, "?" * 100_000, "0" * 99_999 + "5", "-" * 100_000, "1,234" * 20_000, "0." + "1" * 99_998]
)
def test_a_text_of_100_000_characters_is_answered_in_a_short_sentence(typed):
    read = read_figure(typed)

    assert read == 5 or (isinstance(read, Unreadable) and len(read.message) < 130)


@pytest.mark.parametrize(
    ("typed", "unit", "is_read"),
    [("£5", "£", True), ("5%", "%", True), ("5", "£", True), ("5", "%", True), ("5%", "£", False), ("£5", "%", False)],
)
def test_the_sign_of_another_unit_is_not_passed_over(typed, unit, is_read):
    assert (read_figure(typed, unit=unit) == 5) is is_read


def test_a_figure_below_nought_is_read_where_it_may_be():
    assert read_figure("-£1,394", negative=True) == Decimal(-1394)


@pytest.mark.parametrize(
    ("text", "stands_for_none"),
    [("?", True), (" TBC ", True), ("to be agreed", True), ("None", True), ("", False), ("12", False), ("TBCs", False)],
)
def test_a_placeholder_is_a_text_that_stands_for_a_missing_answer(text, stands_for_none):
    assert is_placeholder(text) is stands_for_none


@UNHURRIED
@given(st.text(max_size=60) | FIGURE_LIKE, st.sampled_from([2, 4]), st.booleans(), st.sampled_from(["", "£", "%"]))
def test_whatever_is_typed_is_a_figure_that_reads_back_or_nothing_or_a_sentence(typed, places, negative, unit):
    read = read_figure(typed, places=places, negative=negative, unit=unit)

    if isinstance(read, Unreadable):
        assert read.message.endswith(".")
    elif read is None:
        assert not typed.strip()
    else:
        assert read_figure(plain(read), places=places, negative=negative, unit=unit) == read


@UNHURRIED
@given(st.decimals(min_value=0, max_value=1_000_000_000, places=2))
def test_every_amount_of_money_prints_as_text_that_reads_back(amount):
    assert read_figure(plain(amount)) == amount
    assert read_figure(pounds(amount), unit="£") == amount


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("24.5"), "24.50"),
        (Decimal("24.5000"), "24.50"),
        (Decimal("24.00"), "24"),
        (Decimal("1234.05"), "1,234.05"),
        (Decimal("33.3333"), "33.3333"),
        (Decimal("10.3350"), "10.3350"),
        (Decimal("0.50"), "0.50"),
        (None, ""),
    ],
)
def test_an_amount_in_a_box_is_written_as_people_write_money(value, text):
    assert in_pounds(value) == text


@UNHURRIED
@given(st.decimals(min_value=0, max_value=1_000_000_000, places=4))
def test_an_amount_in_a_box_reads_back(amount):
    assert read_figure(in_pounds(amount), places=4) == amount


@UNHURRIED
@given(st.decimals(min_value=0, max_value=1_000_000_000, places=4))
def test_every_quantity_prints_as_text_that_reads_back(quantity):
    assert read_figure(plain(quantity), places=4) == quantity


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), ("1234567", "1,234,567"), ("33.3500", "33.35"), ("1.2340", "1.2340"), ("1.0000", "1"), ("-5", "-5")],
)
def test_a_plain_figure_has_groups_and_no_needless_noughts(value, text):
    assert plain(None if value is None else Decimal(value)) == text


@pytest.mark.parametrize(
    ("amount", "text"), [(None, "–"), ("0", "£0"), ("121394.00", "£121,394"), ("0.5", "£0.50"), ("-1394", "-£1,394")]
)
def test_pounds_have_pence_only_when_there_are_any(amount, text):
    assert pounds(None if amount is None else Decimal(amount)) == text
