import pytest

from nhipcau.rosters.use_cases import upload
from nhipcau.shared.tables.reading import read_tables
from tests.factories import NOON, SessionFactory, csv_of, reference_data, school, staff_of

HEADER = ("STT", "Họ và tên", "Ngày sinh", "Số điện thoại")


@pytest.fixture
def session(db):
    reference_data()
    return SessionFactory()


@pytest.fixture
def organiser(session):
    return staff_of(session.event.plan_line.lead)


@pytest.fixture
def send(session, organiser):
    """Send a list, given as rows or as the bytes of a file; its draft."""

    def sent(*rows, data=None, name="Lớp 12A1.xlsx", organisation=None, at=NOON):
        return upload(
            by=organiser,
            at=at,
            session=session,
            organisation=organisation or school(),
            tables=read_tables(data or csv_of(*rows)),
            file_name=name,
        )

    return sent
