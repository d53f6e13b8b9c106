"""Loading the sample, with a twentieth of its people."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from nhipcau.events.models import Attendance, Event, Registration
from nhipcau.ops.province import ProvinceFault, read_province
from nhipcau.ops.sample.load import load_sample, read_sample
from nhipcau.ops.sample.story import first_weekday, read_story, sample_year
from nhipcau.people.models import YoungPerson
from nhipcau.shared.models import AuditEvent
from tests import today
from tests.factories import YoungPersonFactory, moment

FOLDER = Path(settings.PROVINCE_DIR)
pytestmark = pytest.mark.django_db


def load(now):
    province = read_province(FOLDER)
    story = read_sample(FOLDER, province, now=now, people_share=0.05)
    return load_sample(province, story, now=now)


def fingerprint():
    """Everything that the story tells, without the secrets and keys that differ each time."""
    told = [
        *YoungPerson.objects.order_by("phone", "folded_name").values_list(
            "full_name", "birth_on", "phone", "commune__code", "gender", "ethnicity"
        ),
        *Attendance.objects.order_by("pk").values_list(
            "young_person__full_name", "session__starts_at", "value"
        ),
        *Registration.objects.order_by("pk").values_list(
            "young_person__full_name", "session__title_vi", "state", "registered_at"
        ),
        *Event.objects.order_by("pk").values_list("title", "starts_at", "state"),
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()


@pytest.mark.skipif(not today.is_turn_of(0, today.DAYS), reason="its turn is another day")
def test_two_loads_on_one_day_tell_the_same_year():
    told = []
    for _time in range(2):
        with transaction.atomic():
            load(moment("2026-11-23 09:00"))
            told.append(fingerprint())
            transaction.set_rollback(True)

    assert told[0] == told[1]


OTHER_DAYS = ("2026-01-12 09:00", "2027-03-02 09:00", "2028-12-31 22:00")


@pytest.mark.parametrize("now", today.part(OTHER_DAYS, today.DAYS))
def test_the_sample_can_be_loaded_on_other_days(now):
    counts = load(moment(now))

    assert counts["events"] == 32
    assert not AuditEvent.objects.filter(at__gt=moment(now)).exists()


def test_the_sample_is_refused_where_people_are():
    YoungPersonFactory()

    with pytest.raises(CommandError, match="invented people are never mixed"):
        call_command("load_sample")


def test_an_event_of_an_unknown_kind_is_told_with_its_number(tmp_path):
    for name in ("hosts.toml", "people.toml"):
        (tmp_path / name).write_text((FOLDER / "sample" / name).read_text())
    year = (FOLDER / "sample" / "year.toml").read_text()
    (tmp_path / "year.toml").write_text(year.replace('kind = "job-fair"', 'kind = "picnic"', 1))

    with pytest.raises(ProvinceFault, match=r"year\.toml, event 14: add \[text\.picnic\]"):
        read_story(tmp_path, read_province(FOLDER), year=2026)


def test_the_sample_year_stays_inside_the_programme():
    years = (2025, 2026, 2027, 2030)

    told = [sample_year(moment(f"{year}-05-01 08:00").date()) for year in years]

    assert told == [2026, 2026, 2027, 2028]


def test_first_weekday_stays_in_its_month():
    assert first_weekday(2026, 11, 25, "thu").isoformat() == "2026-11-26"
    assert first_weekday(2026, 11, 30, "thu").isoformat() == "2026-11-26"
