"""Known answers, round trips, and ten thousand forgeries: gate n, without a database."""

import hmac
import os
import random

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.shared.crypto import sealing
from nhipcau.shared.crypto.boxes import hand_over, new_pair, public_of, take_out
from nhipcau.shared.crypto.errors import CiphertextRefused, KeysMissing, SharesRefused
from nhipcau.shared.crypto.key_folder import KeyFolder
from nhipcau.shared.crypto.sealing import (
    LONGEST,
    SIZE_CLASSES,
    bound,
    derive,
    seal,
    unseal,
    version_of,
)
from nhipcau.shared.crypto.sharing import divide, inverse, join, multiply

KEY = bytes(range(32))
ROW = bound("counselling_note", "sealed", 7, 3)
PLAIN = "Em muốn học nghề điện, chưa dám nói với bố."
MUTATIONS = 10_000


def sealed(text=PLAIN, key=KEY, version=1, row=ROW):
    return seal(text.encode(), key=key, key_version=version, belongs_to=row)


def opened(blob, key=KEY, version=1, row=ROW):
    return unseal(blob, key=key, key_version=version, belongs_to=row).decode()


# --- sealing -------------------------------------------------------------------------------------


def test_what_is_sealed_opens_for_its_row_its_key_and_its_version_alone():
    blob = sealed()
    assert opened(blob) == PLAIN
    other = bound("counselling_note", "sealed", 8, 3)
    for wrong in ({"row": other}, {"key": bytes(32)}, {"version": 2}):
        with pytest.raises(CiphertextRefused):
            opened(blob, **wrong)


def test_the_form_on_the_disk_is_a_known_answer(monkeypatch):
    """What was sealed years ago must open: mark, format, version, nonce, then AES-256-GCM."""
    nonce = bytes(range(12))
    monkeypatch.setattr(sealing.os, "urandom", lambda count: nonce[:count])
    header = bytes.fromhex("4e430100000009")
    padded = (b"\x00\x00\x00\x02" + b"hi").ljust(256, b"\0")
    whole = header + nonce + AESGCM(KEY).encrypt(nonce, padded, header + ROW)
    assert sealed("hi", version=9) == whole
    assert opened(whole, version=9) == "hi"
    assert version_of(whole) == 9


def test_keys_for_two_purposes_have_nothing_in_common_and_one_is_a_known_answer():
    # RFC 5869 with SHA-256, no salt, computed by hand from HMAC.
    one, other = derive(KEY, KEY, purpose="note 1 1"), derive(KEY, KEY, purpose="note 1 2")
    assert one != other
    assert derive(KEY, purpose="x") == _hkdf(KEY, b"x")
    with pytest.raises(ValueError, match="32 bytes"):
        derive(KEY, b"short", purpose="x")


def _hkdf(secret, info):
    extracted = hmac.new(bytes(32), secret, "sha256").digest()
    return hmac.new(extracted, info + b"\x01", "sha256").digest()


def test_names_of_a_row_cannot_be_shifted_into_one_another():
    assert bound("a", "bc") != bound("ab", "c")
    assert bound(1, 23) != bound(12, 3)


def test_ten_thousand_mutated_ciphertexts_are_refused():
    """Any bit turned, any byte put in, taken out or cut: none opens, none says anything else."""
    draw, blob = random.Random(2026), sealed()
    for _turn in range(MUTATIONS):
        changed = bytearray(blob)
        at = draw.randrange(len(changed))
        act = draw.randrange(4)
        if act == 0:
            changed[at] ^= 1 << draw.randrange(8)
        elif act == 1:
            del changed[at]
        elif act == 2:
            changed.insert(at, draw.randrange(256))
        else:
            del changed[at:]
        if bytes(changed) == blob:
            continue  # a byte put in beside its equal, at the end
        with pytest.raises(CiphertextRefused):
            opened(bytes(changed))


def test_every_single_byte_of_a_note_is_protected():
    blob = sealed()
    for at in range(len(blob)):
        changed = bytearray(blob)
        changed[at] ^= 0xFF
        with pytest.raises(CiphertextRefused):
            opened(bytes(changed))


@given(st.text(max_size=600))
def test_any_text_comes_back(text):
    assert opened(sealed(text)) == text


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_the_length_tells_a_size_class_and_no_more(one, other):
    sizes = {len(sealed("a" * count)) for count in (one, other)}
    overhead = len(sealed("")) - SIZE_CLASSES[0]
    assert {size - overhead for size in sizes} <= set(SIZE_CLASSES)


def test_too_long_a_text_is_refused_not_cut():
    assert len(opened(sealed("a" * LONGEST))) == LONGEST
    with pytest.raises(ValueError, match="bytes"):
        sealed("a" * (LONGEST + 1))


def test_the_same_words_never_look_the_same():
    assert len({sealed() for _again in range(50)}) == 50


# --- boxes ---------------------------------------------------------------------------------------


def test_a_box_opens_for_its_reader_alone():
    private, public = new_pair()
    stranger, _public = new_pair()
    assert public_of(private) == public
    box = hand_over(KEY, to=public, key_version=3, belongs_to=ROW)
    assert take_out(box, private=private, key_version=3, belongs_to=ROW) == KEY
    for wrong in (
        {"private": stranger, "key_version": 3, "belongs_to": ROW},
        {"private": private, "key_version": 2, "belongs_to": ROW},
        {"private": private, "key_version": 3, "belongs_to": bound("x")},
    ):
        with pytest.raises(CiphertextRefused):
            take_out(box, **wrong)


def test_a_thousand_mutated_boxes_are_refused():
    draw = random.Random(1)
    private, public = new_pair()
    box = hand_over(KEY, to=public, key_version=1, belongs_to=ROW)
    for _turn in range(1000):
        changed = bytearray(box)
        at = draw.randrange(len(changed))
        changed[at] ^= 1 << draw.randrange(8)
        if at == 31 and changed[at] ^ box[at] == 0x80:
            continue  # RFC 7748: the highest bit of a point is not part of it
        with pytest.raises(CiphertextRefused):
            take_out(bytes(changed), private=private, key_version=1, belongs_to=ROW)
    for nothing in (b"", bytes(32), bytes(200)):
        with pytest.raises(CiphertextRefused):
            take_out(nothing, private=private, key_version=1, belongs_to=ROW)


# --- shares --------------------------------------------------------------------------------------


def test_the_field_is_that_of_aes():
    """Known answers of FIPS 197, sections 4.2 and 5.1.1."""
    assert multiply(0x57, 0x83) == 0xC1
    assert multiply(0x57, 0x13) == 0xFE
    assert inverse(0x53) == 0xCA
    assert all(multiply(one, inverse(one)) == 1 for one in range(1, 256))
    with pytest.raises(ZeroDivisionError):
        inverse(0)


def test_shares_are_a_known_answer():
    """With slopes of 1 the share at x is the secret with x added to each byte."""
    shares = divide(b"\x00\x10", slopes=b"\x01" * 6)
    first = bytes.fromhex(shares[0].split("-")[1])
    assert first[:2] == b"\x01\x11"
    assert [share[:4] for share in shares] == ["NC1-", "NC2-", "NC3-"]
    assert join(shares[:2]) == join(shares[1:]) == join(shares[::2]) == b"\x00\x10"


@given(st.binary(min_size=1, max_size=64))
def test_any_two_of_three_find_the_secret(secret):
    shares = divide(secret)
    for pair in ((0, 1), (0, 2), (1, 2), (2, 0)):
        assert join([shares[one].lower() for one in pair]) == secret


def test_one_share_alone_says_nothing():
    """Every secret of that length is as likely as any other under one share."""
    share = bytes.fromhex(divide(b"\x2a", slopes=b"\x07\0\0\0\0")[0].split("-")[1])[0]
    possible = {share ^ multiply(slope, 1) for slope in range(256)}
    assert possible == set(range(256))


def test_shares_that_do_not_belong_together_are_refused():
    one, other = divide(os.urandom(32)), divide(os.urandom(32))
    slip = one[0][:-1] + ("0" if one[0][-1] != "0" else "1")
    for wrong in ([one[0]], [one[0], one[0]], [one[0], other[1]], [slip, one[1]], ["?", one[1]]):
        with pytest.raises(SharesRefused):
            join(wrong)


# --- the folder of keys --------------------------------------------------------------------------


def test_a_folder_without_keys_makes_them_only_where_it_may(tmp_path):
    with pytest.raises(KeysMissing):
        KeyFolder(tmp_path / "real").current()
    folder = KeyFolder(tmp_path / "demo", makes_keys=True)
    assert folder.current() == 1
    assert len(folder.master(1)) == 32
    assert (tmp_path / "demo" / "master-1").stat().st_mode & 0o077 == 0


def test_the_newest_master_key_is_in_force_and_an_old_one_can_go(tmp_path):
    folder = KeyFolder(tmp_path, makes_keys=True)
    first = folder.master(folder.current())
    assert folder.add_master() == 2
    assert folder.current() == 2
    assert folder.master(2) != first
    folder.drop_master(1)
    assert folder.versions() == [2]
    with pytest.raises(KeysMissing):
        folder.master(1)


def test_the_secret_of_a_person_is_made_once_and_gone_for_ever(tmp_path):
    folder = KeyFolder(tmp_path)
    with pytest.raises(CiphertextRefused):
        folder.person(4)
    secret = folder.person_made(4)
    assert folder.person_made(4) == folder.person(4) == secret
    assert folder.person_made(5) != secret
    folder.forget_person(4)
    folder.forget_person(4)
    with pytest.raises(CiphertextRefused):
        folder.person(4)
    assert folder.person(5)


def test_keys_that_others_may_read_are_not_used(tmp_path):
    folder = KeyFolder(tmp_path, makes_keys=True)
    version = folder.current()
    (tmp_path / f"master-{version}").chmod(0o644)
    with pytest.raises(KeysMissing):
        folder.master(version)


def test_a_broken_key_is_told(tmp_path):
    folder = KeyFolder(tmp_path, makes_keys=True)
    (tmp_path / f"master-{folder.current()}").write_text("AAAA")
    with pytest.raises(KeysMissing):
        folder.master(1)
    (tmp_path / "master-1").write_text("no base64")
    with pytest.raises(KeysMissing):
        folder.master(1)
