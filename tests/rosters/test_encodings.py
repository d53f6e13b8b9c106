"""What was written in an older encoding is read as it was meant."""

import unicodedata

import pytest

from nhipcau.shared.vietnamese.files import text_of
from nhipcau.shared.vietnamese.guessing import habit_of, read
from nhipcau.shared.vietnamese.letters import (
    decode_tcvn3,
    decode_viqr,
    decode_vni,
    encode_tcvn3,
    encode_viqr,
    encode_vni,
    name_case,
)
from nhipcau.shared.vietnamese.syllables import is_syllable
from tests.rosters.corpus import cp1258, names

COUNT = 20_000
# Written down a second time, apart from the tables of the product: letter by letter in the order
# of the alphabet, as the fonts .VnTime and VNI-Times show them.
_ALPHABET = (
    "a à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ đ e è ẻ ẽ é ẹ ê ề ể ễ ế ệ i ì ỉ ĩ í ị"
    " o ò ỏ õ ó ọ ô ồ ổ ỗ ố ộ ơ ờ ở ỡ ớ ợ u ù ủ ũ ú ụ ư ừ ử ữ ứ ự y ỳ ỷ ỹ ý ỵ"
)
_IN_TCVN3 = (
    "a µ ¶ · ¸ ¹ ¨ » ¼ ½ ¾ Æ © Ç È É Ê Ë ® e Ì Î Ï Ð Ñ ª Ò Ó Ô Õ Ö i × Ø Ü Ý Þ"
    " o ß á â ã ä « å æ ç è é ¬ ê ë ì í î u ï ñ ò ó ô \xad õ ö ÷ ø ù y ú û ü ý þ"
)
_IN_VNI = (
    "a aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä ñ"
    " e eø eû eõ eù eï eâ eà eå eã eá eä i ì æ ó í ò"
    " o oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï"
    " u uø uû uõ uù uï ö öø öû öõ öù öï y yø yû yõ yù î"
)
_IN_VIQR = (
    "a a` a? a~ a' a. a( a(` a(? a(~ a(' a(. a^ a^` a^? a^~ a^' a^. dd"
    " e e` e? e~ e' e. e^ e^` e^? e^~ e^' e^. i i` i? i~ i' i."
    " o o` o? o~ o' o. o^ o^` o^? o^~ o^' o^. o+ o+` o+? o+~ o+' o+."
    " u u` u? u~ u' u. u+ u+` u+? u+~ u+' u+. y y` y? y~ y' y."
)

ALPHABET, IN_TCVN3, IN_VNI, IN_VIQR = (
    told.split(" ") for told in (_ALPHABET, _IN_TCVN3, _IN_VNI, _IN_VIQR)
)


@pytest.mark.parametrize(
    ("decode", "encode", "written"),
    [
        (decode_tcvn3, encode_tcvn3, IN_TCVN3),
        (decode_vni, encode_vni, IN_VNI),
        (decode_viqr, encode_viqr, IN_VIQR),
    ],
)
def test_every_letter(decode, encode, written):
    assert len(written) == len(ALPHABET)
    assert [decode(signs) for signs in written] == ALPHABET
    assert [encode(letter) for letter in ALPHABET] == written


@pytest.mark.parametrize("encode", [encode_vni, encode_viqr])
def test_capitals_of_vni_and_viqr_are_kept(encode):
    decode = decode_vni if encode is encode_vni else decode_viqr
    for letter in ALPHABET:
        assert decode(encode(letter.upper())) == letter.upper()


def test_capitals_of_tcvn3_become_small_and_names_get_their_case():
    assert decode_tcvn3(encode_tcvn3("ĐẶNG ÁNH")) == "ĐặNG áNH"
    assert name_case(decode_tcvn3(encode_tcvn3("ĐẶNG ÁNH"))) == "Đặng Ánh"
    assert name_case("hoàng thị mai-anh") == "Hoàng Thị Mai-Anh"


@pytest.mark.parametrize("encode", [encode_tcvn3, encode_vni, encode_viqr, str])
@pytest.mark.parametrize("case", [str, str.lower, str.upper])
def test_twenty_thousand_names_and_back(encode, case):
    """Exact for names in their own case. For all small or all capitals the rule is: TCVN3 does
    not tell the case of most letters, so a list's name comes back in the case of names; VNI and
    VIQR give back what was written."""
    meant = names(COUNT)
    coded = [encode(case(name)) for name in meant]
    habit = habit_of(coded)
    found = [read(one, habit) for one in coded]
    texts = [name_case(one.text) if encode is encode_tcvn3 else one.text for one in found]
    wanted = meant if encode is encode_tcvn3 else [case(name) for name in meant]
    assert texts == wanted
    assert sum(not one.is_sure for one in found) < COUNT * 0.06


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: unicodedata.normalize("NFD", text).encode(),
        cp1258,
    ],
)
def test_the_bytes_of_a_file_become_its_text(encode):
    text = "\n".join(f"{n};{name};04/05/2008" for n, name in enumerate(names(2000)))
    assert text_of(encode(text)) == text


def test_a_file_with_lines_from_two_systems():
    names_ = names(40)
    lines = [
        name.encode() if n % 2 else encode_tcvn3(name).encode("latin-1")
        for n, name in enumerate(names_)
    ]
    texts = text_of(b"\n".join(lines)).split("\n")
    habit = habit_of(texts)
    found = [read(one, habit) for one in texts]
    wrong = [one for one, name in zip(found, names_, strict=True) if name_case(one.text) != name]
    assert not [one for one in wrong if one.is_sure]
    assert len(wrong) <= 1


def test_a_name_with_two_readings_is_shown_with_both():
    two = "Hoµng Tá"  # TCVN3: Hoàng Tỏ
    habit = habit_of([*[encode_tcvn3(name) for name in names(50)], *names(50, seed=9)])
    both = read("Tá", habit)
    assert not both.is_sure
    assert {both.text, *both.others} == {"Tá", "Tỏ"}
    assert read(two, habit).text == "Hoàng Tỏ"


def test_a_name_of_another_people_is_left_as_it_is():
    habit = habit_of(names(50))
    for name in ("H'Mông Sùng A Pó", "Y Bhriu Kđăm", "Lò Văn Pâng"):
        assert (read(name, habit).text, read(name, habit).is_sure) == (name, True)


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        *[("nguyễn", True), ("quyền", True), ("giếng", True), ("thịch", True), ("đặng", True)],
        *[("nguyôn", False), ("thìch", False), ("x", False), ("hµng", False)],
    ],
)
def test_syllables(word, is_one):
    assert is_syllable(word) is is_one
