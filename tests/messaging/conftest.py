import pytest

from tests.factories import reference_data
from tests.messaging.gateways import Kept, path_of, running_carrier


@pytest.fixture
def kept(db, settings):
    """Messages to phones are kept in memory: (address, text, reference)."""
    reference_data()
    settings.PHONE_CHANNELS = [path_of(Kept)]
    Kept.taken.clear()
    yield Kept.taken
    Kept.taken.clear()


@pytest.fixture
def carrier():
    with running_carrier() as carrier:
        yield carrier
