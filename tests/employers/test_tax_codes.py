"""The tax code: what is read, what is refused, and what is said."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.employers.tax_codes import check_digit, clean_tax_code, root_of
from nhipcau.shared.errors import InvalidValue


@pytest.mark.parametrize("known", ["0300588569", "0101248141", "0100109106"])
def test_tax_codes_of_well_known_enterprises_are_read(known):
    """Vinamilk, FPT, Viettel: published on each of their invoices."""
    assert clean_tax_code(known) == known


@pytest.mark.parametrize(
    "typed", ["0300588569001", "0300588569-001", "0300588569 - 001", "0300588569.001"]
)
def test_the_code_of_a_branch_is_brought_into_one_form(typed):
    assert clean_tax_code(typed) == "0300588569-001"
    assert root_of(clean_tax_code(typed)) == "0300588569"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0300588560", "tenth digit"),
        ("030058856", "Here are 9"),
        ("03005885691", "Here are 11"),
        ("0300588569000", "begins with 001"),
        ("030058856O", "digits only"),
        ("020098001234", "personal number"),
        ("٠٣٠٠٥٨٨٥٦٩", "digits only"),
    ],
)
def test_a_wrong_code_is_refused_with_what_is_wrong(typed, said):
    with override("en"), pytest.raises(InvalidValue, match=said) as refusal:
        clean_tax_code(typed)
    assert refusal.value.field == "tax_code"


@given(st.text("0123456789", min_size=9, max_size=9), st.integers(0, 8), st.integers(1, 9))
def test_one_digit_mistyped_is_always_found(nine, place, by):
    digit = check_digit(nine)
    if digit is None:
        return
    wrong = nine[:place] + str((int(nine[place]) + by) % 10) + nine[place + 1 :]
    if check_digit(wrong) == digit:  # the weights are all different from 0 modulo 11
        raise AssertionError(f"{nine}{digit} and {wrong}{digit}")


@given(st.text("0123456789", min_size=10, max_size=10))
def test_a_code_is_read_exactly_when_its_check_digit_fits(typed):
    fits = check_digit(typed[:9]) == int(typed[9])
    try:
        assert clean_tax_code(typed) == typed
        assert fits
    except InvalidValue:
        assert not fits
