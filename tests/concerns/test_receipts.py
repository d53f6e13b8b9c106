"""Sixteen digits: every slip of one digit is found, and the database alone can try none."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from nhipcau.concerns.receipts import check_digit, opened, receipt_of, shown, typed
from nhipcau.shared.crypto.key_folder import key_folder

DIGITS = st.text("0123456789", min_size=15, max_size=15)


@given(DIGITS, st.integers(0, 15), st.integers(1, 9))
def test_a_slip_of_one_digit_is_found(digits, place, by):
    whole = digits + str(check_digit(digits))
    wrong = str((int(whole[place]) + by) % 10)
    assert typed(whole) == whole
    assert typed(whole[:place] + wrong + whole[place + 1 :]) == ""


@given(DIGITS, st.integers(0, 14))
def test_two_digits_that_changed_places_are_found(digits, place):
    whole = digits + str(check_digit(digits))
    swapped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    assert typed(swapped) == (whole if swapped == whole else "")


def test_it_is_read_as_people_write_it():
    receipt = receipt_of("k" * 32)
    assert typed(shown(receipt)) == receipt
    assert typed(receipt.replace(receipt[3], receipt[3] + "-", 1)) == receipt
    for wrong in ("", "1234", "x" * 16, "١" * 16, receipt + "0"):
        assert typed(wrong) == ""


def test_one_form_has_one_receipt_and_each_form_its_own():
    assert receipt_of("a" * 32) == receipt_of("a" * 32)
    assert len({receipt_of(f"{number:032}") for number in range(200)}) == 200


@hypothesis_settings(max_examples=3, deadline=None)
@given(DIGITS)
def test_hash_and_box_key_tell_nothing_of_each_other(digits):
    found = opened(digits + "0")
    assert found.box_key.hex() not in found.receipt_hash
    assert digits not in found.receipt_hash


def test_without_the_folder_of_keys_no_receipt_can_be_tried(tmp_path, settings):
    """The hash is keyed: who has the database and not the folder tries 10^15 numbers in vain."""
    here = opened("1" * 16)
    settings.KEYS_FOLDER = tmp_path
    assert opened("1" * 16).receipt_hash != here.receipt_hash


@pytest.mark.parametrize("kind", ["concerns"])
def test_the_secret_of_the_receipts_is_never_made_twice(kind):
    folder = key_folder()
    assert folder.named_made("receipts") == folder.named_made("receipts")
