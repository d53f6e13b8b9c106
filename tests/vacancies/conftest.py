import pytest

from tests.factories import reference_data
from tests.vacancies.made import national_data


@pytest.fixture(autouse=True)
def _data(db):
    reference_data()
    national_data()
