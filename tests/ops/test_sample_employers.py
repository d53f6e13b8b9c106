"""Sixty invented employers in the proportions of the field, labelled, with every tale once."""

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count

from nhipcau.employers.models import Employer, PossibleSameEmployer, SendingLicence
from nhipcau.employers.queries import lapsed_senders, licences_ending
from nhipcau.employers.states import EmployerState
from nhipcau.employers.tax_codes import clean_tax_code
from nhipcau.ops.province import ProvinceFault, load_province, read_province
from nhipcau.ops.sample.employers import make_employers, read_employers
from nhipcau.organisations.models import Commune, Organisation, Role
from nhipcau.shared.actors import SYSTEM
from tests.factories import NOON, staff_of

FOLDER = Path(settings.PROVINCE_DIR)


@pytest.fixture
def counsellor(db):
    load_province(read_province(FOLDER), by=SYSTEM, at=NOON)
    centre = Organisation.objects.get(code="trung-tam-dvvl")
    colleagues = [staff_of(centre, Role.COUNSELLOR) for _n in range(3)]
    make_employers(
        read_employers(FOLDER / "sample" / "employers.csv"),
        centre=centre,
        colleagues=colleagues,
        communes={one.code: one for one in Commune.objects.all()},
        now=NOON,
    )
    return colleagues[0]


def test_the_sample_has_sixty_employers_as_the_field_has_them(counsellor):
    employers = Employer.objects.all()
    assert employers.count() == 60
    assert all("(mẫu)" in one.name for one in employers)
    assert all(clean_tax_code(one.tax_code).startswith("99") for one in employers if one.tax_code)
    states = Counter(one.state for one in employers)
    assert states[EmployerState.VERIFIED] >= 48
    assert set(states) == set(EmployerState)
    places = Counter(one.province_code for one in employers)
    assert places["20"] >= 20
    assert places["24"] >= 20
    assert not employers.filter(contacts=None).exists()


def test_verified_ones_were_checked_by_two(counsellor):
    verified = Employer.objects.filter(state=EmployerState.VERIFIED)
    assert verified.annotate(n=Count("checks__by", distinct=True)).filter(n__lt=2).count() == 0


def test_six_send_workers_abroad_and_one_licence_lapsed(counsellor):
    today = NOON.date()
    assert SendingLicence.objects.count() == 6
    assert SendingLicence.objects.in_force(today).count() == 5
    assert lapsed_senders(today).count() == 1
    assert licences_ending(counsellor, on=today).count() == 1


def test_one_pair_waits_for_a_decision(counsellor):
    assert PossibleSameEmployer.objects.undecided().count() == 1


def test_a_file_with_other_columns_is_told(tmp_path):
    with pytest.raises(ProvinceFault):
        read_employers(tmp_path / "employers.csv")
    (tmp_path / "employers.csv").write_text("name;kind\n", encoding="utf-8")
    with pytest.raises(ProvinceFault):
        read_employers(tmp_path / "employers.csv")
