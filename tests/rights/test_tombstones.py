"""A backup from before an erasure is restored: the person is forgotten again."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command

from nhipcau.people.models import YoungPerson
from nhipcau.rights.erasing import erase
from nhipcau.rights.models import Tombstone
from nhipcau.rights.tombstones import Stone, append, read
from nhipcau.rights.use_cases import finish, replay_erasures, write_tombstones
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import NotAllowed
from tests.factories import (
    NOON,
    DataRequestFactory,
    JobWishFactory,
    OrganisationFactory,
    YoungPersonFactory,
    moment,
    reference_data,
    staff_of,
)

LATER = moment("2026-12-20 09:00")
MARK = "Qzcanary"


@pytest.fixture(autouse=True)
def _file(settings, tmp_path):
    settings.TOMBSTONES = tmp_path / "elsewhere" / "tombstones.jsonl"


@pytest.fixture
def unit(db):
    reference_data()
    return OrganisationFactory()


def erased(unit):
    person = YoungPersonFactory(followed_by=[unit], full_name=f"Nông {MARK}")
    request = DataRequestFactory(young_person=person, units=[unit])
    finish(by=staff_of(unit, "DATA_OFFICER"), at=LATER, data_request=request)
    return person


def test_an_erasure_is_told_outside_in_numbers_alone(unit, settings):
    person = erased(unit)

    assert write_tombstones(by=SYSTEM, at=LATER) == 1
    assert write_tombstones(by=SYSTEM, at=LATER) == 0

    told = settings.TOMBSTONES.read_text()
    line = json.loads(told)
    assert (line["records"], dt.datetime.fromisoformat(line["at"])) == ([person.pk], LATER)
    assert line.keys() == {"records", "at"}
    assert MARK not in told


def test_a_restored_backup_forgets_again(unit, settings):
    person = erased(unit)
    write_tombstones(by=SYSTEM, at=LATER)
    # As a backup from before would have it: the row as it was, a wish, and no tombstone.
    YoungPerson.objects.filter(pk=person.pk).update(
        full_name=f"Nông {MARK}", folded_name="nong qzcanary", phone="+84987654321"
    )
    JobWishFactory(young_person=person, title=MARK)
    Tombstone.objects.all().delete()
    other = YoungPersonFactory(followed_by=[unit])

    call_command("replay_erasures", verbosity=0)

    person.refresh_from_db()
    assert (person.full_name, MARK in person.folded_name) == ("", False)
    assert not hasattr(person, "job_wish")
    assert Tombstone.objects.get().record_ids == [person.pk]
    other.refresh_from_db()
    assert other.full_name


def test_once_more_changes_nothing(unit, settings):
    erased(unit)
    write_tombstones(by=SYSTEM, at=LATER)
    stones = read(settings.TOMBSTONES)

    assert replay_erasures(by=SYSTEM, at=LATER, stones=stones) == 0
    assert Tombstone.objects.count() == 1


def test_without_the_file_nobody_opens_the_restored_database(unit):
    with pytest.raises(CommandError, match="do not open"):
        call_command("replay_erasures", verbosity=0)


def test_a_line_that_was_cut_off_spoils_no_other(tmp_path):
    path = tmp_path / "stones.jsonl"
    at = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    append([Stone((1, 2), at)], path)
    with path.open("a") as file:
        file.write('{"records": [3, 4], "a')
    append([Stone((5,), at)], path)

    assert [one.record_ids for one in read(path)] == [(1, 2), (5,)]


def test_a_file_that_cannot_be_written_leaves_all_waiting(unit, settings, tmp_path):
    erased(unit)
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, no folder")
    settings.TOMBSTONES = blocked / "tombstones.jsonl"

    with pytest.raises(OSError):  # noqa: PT011  # whichever of them the system names
        write_tombstones(by=SYSTEM, at=LATER)
    assert Tombstone.objects.filter(written_at=None).count() == 1


def test_only_the_installation_writes_and_replays(unit):
    officer = staff_of(unit, "DATA_OFFICER")
    with pytest.raises(NotAllowed):
        write_tombstones(by=officer, at=NOON)
    with pytest.raises(NotAllowed):
        replay_erasures(by=officer, at=NOON, stones=[])


def test_erasing_what_is_erased_is_no_error(unit):
    person = erased(unit)
    erase([YoungPerson.objects.get(pk=person.pk)], at=LATER)
    assert YoungPerson.objects.get(pk=person.pk).full_name == ""
