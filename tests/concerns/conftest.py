import pytest

from nhipcau.concerns import rules, use_cases
from nhipcau.concerns.models import Concern
from nhipcau.organisations.models import Role
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.web.public import safe
from tests.factories import (
    NOON,
    ProgrammeFactory,
    centre_of,
    palace_of,
    reference_data,
    staff_of,
)

TODAY = NOON.date()
AT = rules.start_of(TODAY)
WORDS = "Qzcanary giữ tiền của tôi"
FORM = "f" * 32


@pytest.fixture(autouse=True)
def _open_turnstiles():
    for turnstile in (safe.WRITING, safe.TRYING):
        turnstile.open_again()


@pytest.fixture
def programme(db):
    reference_data()
    return ProgrammeFactory()


@pytest.fixture
def palace(programme):
    return palace_of(programme)


@pytest.fixture
def centre(programme):
    return centre_of(programme)


def named(unit, role=Role.COUNSELLOR):
    """A colleague who reads concerns."""
    user = staff_of(unit, role)
    use_cases.name_recipient(by=SYSTEM, at=NOON, unit=unit, user=user)
    return user


@pytest.fixture
def reader(centre):
    return named(centre)


@pytest.fixture
def palace_reader(palace):
    return named(palace)


def tell(form_key=FORM, text=WORDS, **told):
    """Told without a name; gives back the receipt and the record."""
    told = {"kind": "MONEY", "about": "EMPLOYER"} | told
    before = set(Concern.objects.values_list("pk", flat=True))
    made = use_cases.tell_concern(by=PUBLIC, at=AT, text=text, form_key=form_key, **told)
    fresh = Concern.objects.exclude(pk__in=before).first()
    return made.receipt, fresh


@pytest.fixture
def told(reader, palace):
    """About an employer: the Centre reads it."""
    return tell()


@pytest.fixture
def concern(told):
    return told[1]


@pytest.fixture
def receipt(told):
    return told[0]
