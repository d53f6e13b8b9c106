"""Which column of a list says what, guessed from the words of its header."""

import re
from collections.abc import Sequence
from hashlib import sha256

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.people.models import Relation
from nhipcau.shared.vietnamese.guessing import Habit, read
from nhipcau.shared.wording import fold

LONGEST_HEADER = 60


class Field(TextChoices):
    IGNORED = "", _("do not use")
    ORDER = "ORDER", _("running number")
    FULL_NAME = "FULL_NAME", _("full name")
    FAMILY_PART = "FAMILY_PART", _("family and middle name")
    GIVEN_PART = "GIVEN_PART", _("given name")
    BIRTH_ON = "BIRTH_ON", _("date of birth")
    BIRTH_DAY = "BIRTH_DAY", _("day of birth")
    BIRTH_MONTH = "BIRTH_MONTH", _("month of birth")
    BIRTH_YEAR = "BIRTH_YEAR", _("year of birth")
    PHONE = "PHONE", _("phone")
    GUARDIAN_NAME = "GUARDIAN_NAME", _("name of parent or guardian")
    GUARDIAN_PHONE = "GUARDIAN_PHONE", _("phone of parent or guardian")
    GENDER = "GENDER", _("gender")
    ETHNICITY = "ETHNICITY", _("ethnic group")
    UNION = "UNION", _("Youth Union member")
    COMMUNE = "COMMUNE", pgettext_lazy("column", "commune or address")
    CLASS_NAME = "CLASS_NAME", _("class or squad")
    NOT_KEPT = "NOT_KEPT", _("identity number or similar: never kept")


F = Field
_GUARDIAN = r"(phu huynh|\bph\b|giam ho|\bcha\b|\bbo\b|\bme\b|gia dinh|nguoi than|bo me)"
_PHONE = r"(sdt|so dt|s dt|dien thoai|\bdt\b|phone|mobile|di dong|zalo|lien he|lien lac)"
_WORDS = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        (F.NOT_KEPT, r"cccd|cmnd|\bcmt\b|can cuoc|chung minh|dinh danh|bhyt|bao hiem|ton giao"),
        (F.NOT_KEPT, r"\bma (hs|hoc sinh|so)|tai khoan|so the"),
        (F.GUARDIAN_PHONE, f"{_PHONE}.*{_GUARDIAN}|{_GUARDIAN}.*{_PHONE}"),
        (F.GUARDIAN_NAME, _GUARDIAN),
        (F.PHONE, _PHONE),
        (F.FAMILY_PART, r"^ho$|^ho va? ?(ten |chu )?(dem|lot)|^ho (dem|lot)|ten (dem|lot)$"),
        (F.GIVEN_PART, r"^ten( goi)?$"),
        (F.FULL_NAME, r"ho ?(va |v )?ten|ten (hoc sinh|hs|quan nhan|dv|doan vien)|full ?name"),
        (F.FULL_NAME, r"^(name|hoc sinh|quan nhan)$"),
        (F.BIRTH_DAY, r"^ngay$"),
        (F.BIRTH_MONTH, r"^thang$"),
        (F.BIRTH_YEAR, r"^nam( sinh)?$"),
        (F.BIRTH_ON, r"sinh|ntns|nt ns|birth|\bdob\b"),
        (F.GENDER, r"gioi|\bphai\b|nam nu|^nu$|\bsex\b|gender"),
        (F.ETHNICITY, r"dan toc"),
        (F.UNION, r"doan vien|vao doan"),
        (F.CLASS_NAME, r"\blop\b|class|tieu doi|trung doi|dai doi|^don vi"),
        (F.COMMUNE, r"\bxa\b|phuong|thuong tru|dia chi|noi o|cho o|que quan|ho khau|commune"),
        (F.ORDER, r"^(stt|tt|so tt|so thu tu|thu tu|no|s tt)$"),
    )
)
_NAMES = (F.FULL_NAME, F.GIVEN_PART, F.FAMILY_PART)


def plain(header: str, habit: Habit) -> str:
    """The words of a header cell as they are compared: no marks, no signs, single spaces."""
    return " ".join(re.sub(r"[^a-z0-9#]+", " ", fold(read(header, habit).text)).split())


def field_of(words: str) -> Field:
    if not words or len(words) > LONGEST_HEADER:
        return F.IGNORED
    return next((field for field, pattern in _WORDS if pattern.search(words)), F.IGNORED)


def guess(headers: Sequence[str], habit: Habit) -> tuple[Field, ...]:
    """What each column says; no field twice, the first column wins."""
    guessed: list[Field] = []
    for header in headers:
        field = field_of(plain(header, habit))
        is_taken = field in guessed and field not in (F.IGNORED, F.NOT_KEPT)
        guessed.append(F.IGNORED if is_taken else field)
    if F.BIRTH_YEAR in guessed and F.BIRTH_MONTH not in guessed and F.BIRTH_ON not in guessed:
        guessed[guessed.index(F.BIRTH_YEAR)] = F.BIRTH_ON
    return tuple(guessed)


def weight(fields: Sequence[Field]) -> int:
    """How much a row looks like a header: 0 unless it names a person and one thing more."""
    useful = {field for field in fields if field not in (F.IGNORED, F.ORDER, F.NOT_KEPT)}
    if not useful & set(_NAMES) or len(useful) + (F.ORDER in fields) < 2:
        return 0
    return len(useful) * 2 + (F.ORDER in fields)


def fingerprint(headers: Sequence[str], habit: Habit) -> str:
    """The same for every list with these header words, whatever their encoding and marks."""
    return sha256("|".join(plain(one, habit) for one in headers).encode()).hexdigest()


def relation_of(header: str, habit: Habit) -> str:
    words = plain(header, habit)
    if re.search(r"\bme\b", words) and not re.search(r"\b(cha|bo)\b", words):
        return str(Relation.MOTHER)
    if re.search(r"\b(cha|bo)\b", words) and not re.search(r"\bme\b", words):
        return str(Relation.FATHER)
    return str(Relation.GUARDIAN)


def letter(place: int) -> str:
    """``0`` → ``A``, ``26`` → ``AA``: columns as Excel names them."""
    name, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(65 + digit) + name
    return name
