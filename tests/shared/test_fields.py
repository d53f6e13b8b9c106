import unicodedata

import pytest

from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.fields import clean_mobile, clean_name
from nhipcau.shared.idempotency import write
from nhipcau.shared.models import IdempotencyKey
from tests.factories import NOON, UserFactory


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "+84 912 345 678",
        "84912345678",
        "(091) 2345678",
    ],
)
def test_a_mobile_number_is_read_however_people_write_it(typed):
    assert clean_mobile(typed) == "+84912345678"


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "0912abc678", "12", "024 3825 1234", "+1 415 555 2671", "0" * 400, "०९१२३४५६७८x"],
)
def test_what_is_no_vietnamese_mobile_number_is_refused_with_an_example(typed):
    with pytest.raises(InvalidValue, match="0912 345 678"):
        clean_mobile(typed)


def test_a_name_is_kept_composed_with_single_spaces():
    typed = unicodedata.normalize("NFD", "  Nguyễn   Thị Ngọc  ")

    assert clean_name(typed) == "Nguyễn Thị Ngọc"


@pytest.mark.parametrize("typed", ["Y Moan Êban", "H'Hen Niê", "Lê-Văn", "Đặng Ngọc Đ."])
def test_names_of_all_peoples_are_taken(typed):
    assert clean_name(typed) == typed


@pytest.mark.parametrize(
    "typed", ["", "   ", "A" * 101, "Lan 12A3", "Lan<script>", "Lan\x00", "=SUM(A1)"]
)
def test_what_is_no_name_is_refused(typed):
    with pytest.raises(InvalidValue):
        clean_name(typed)


@pytest.mark.django_db
def test_a_key_gives_back_the_first_result_and_a_failure_gives_the_key_back():
    made = []

    @write
    def make(*, by, at, fails):
        if fails:
            raise InvalidValue("no")
        made.append(1)
        return by

    user = UserFactory()
    with pytest.raises(InvalidValue):
        make(by=user, at=NOON, key="k", fails=True)
    assert not IdempotencyKey.objects.exists()

    assert make(by=user, at=NOON, key="k", fails=False) == user
    assert make(by=user, at=NOON, key="k", fails=False) == user
    assert len(made) == 1


@pytest.mark.django_db
def test_what_was_written_cannot_be_guessed_from_its_fingerprint(settings):
    @write
    def make(*, by, at, name):
        return by

    user = UserFactory()
    make(by=user, at=NOON, key="k1", name="Nông Thị Lan")
    settings.SECRET_KEY = "another installation " * 3
    make(by=user, at=NOON, key="k2", name="Nông Thị Lan")

    assert IdempotencyKey.objects.values("fingerprint").distinct().count() == 2


@pytest.mark.parametrize("typed", ["---", "'", ". .", "\u0301", "’-."])
def test_a_name_has_a_letter(typed):
    with pytest.raises(InvalidValue) as refused:
        clean_name(typed)
    assert refused.value.field == "full_name"
