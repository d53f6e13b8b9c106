"""The province's files, and what becomes of them."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from nhipcau.ops.province import ProvinceFault, load_province, read_province
from nhipcau.organisations.models import Commune, Organisation
from nhipcau.people.models import ConsentText, Purpose
from nhipcau.programmes.models import EventKind, Programme
from nhipcau.programmes.states import ProgrammeState
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import NotAllowed
from nhipcau.shared.models import ReferenceValue
from nhipcau.shared.reference_values import reference_value

FOLDER = Path(settings.PROVINCE_DIR)
PARTNERS = {"cung-thieu-nhi", "trung-tam-dvvl"}


@pytest.fixture(scope="module")
def province():
    return read_province(FOLDER)


@pytest.fixture
def folder(tmp_path):
    """A copy of the files, to be spoilt."""
    return Path(shutil.copytree(FOLDER, tmp_path / "province"))


def spoil(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# The files


def test_the_province_has_its_65_communes_each_on_a_tile_of_its_own(province):
    kinds = [row["kind"] for row in province.communes]

    assert (kinds.count("xã"), kinds.count("phường")) == (61, 4)
    assert len({row["code"] for row in province.communes}) == 65
    assert len({(row["tile_row"], row["tile_column"]) for row in province.communes}) == 65


def test_wards_are_in_wage_region_three_and_communes_in_four(province):
    assert {(row["kind"], row["wage_region"]) for row in province.communes} == {
        ("phường", "III"),
        ("xã", "IV"),
    }


def test_each_of_the_six_contents_is_a_sentence_of_the_article(province):
    article = "\n".join(province.agreement["article"]["passages"])
    contents = province.agreement["content"]

    assert [one["number"] for one in contents] == [1, 2, 3, 4, 5, 6]
    assert len({one["source_sentence"] for one in contents}) == 6
    for one in contents:
        assert one["source_sentence"] in article
        assert one["text_vi"]
        assert one["text_en"]


def test_the_rhythm_is_told_in_the_words_of_the_article(province):
    sentence = province.agreement["cadence"]["source_sentence"]

    assert sentence.endswith("once a month of more.")
    assert sentence in "\n".join(province.agreement["article"]["passages"])


def test_unverified_names_and_figures_say_so(province):
    palace = next(row for row in province.organisations if row["code"] == "cung-thieu-nhi")

    assert not palace["is_name_confirmed"]
    assert "[G]" in palace["name_source"]
    assert not any(row.get("confirmed_by") for row in province.reference_values)


def test_army_events_hide_their_host_and_take_no_public_registration(province):
    kinds = {row["code"]: row for row in province.event_kinds}

    assert kinds["army-pre-discharge"]["hides_host"]
    assert kinds["army-pre-discharge"]["takes_public_registration"] is False
    assert kinds["school-counselling"]["is_in_school"]
    assert kinds["online-counselling"]["is_online"]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("communes.csv", "05977;", "5977;", "row 2: the code '5977'"),
        ("communes.csv", ";phường;", ";ward;", "row 2: write xã or phường"),
        ("communes.csv", "05983;", "05977;", "the code 05977 stands twice"),
        ("communes.csv", "code;kind", "code,kind", "row 1: write these columns"),
        ("organisations.toml", 'kind = "DEPARTMENT"', 'kind = "OFFICE"', "organisation 1: kind"),
        ("organisations.toml", 'succeeded_by = "so', 'succeeded_by = "no', "an earlier unit"),
        ("event_kinds.toml", "is_in_school = true", 'is_in_school = "yes"', "true or false"),
        ("event_kinds.toml", "is_in_school = true", "is_in_scholl = true", "check the name"),
        ("reference_values.toml", 'evidence = "S"', 'evidence = "sure"', "value 1: evidence"),
        ("reference_values.toml", "2017-06-01", '"1/6/2017"', "value 1: valid_from is a day"),
        ("consent_texts.toml", '"CONTACT"', '"STATISTICS"', "add a text for CONTACT"),
        ("agreement.toml", "'''organizing career", "'''arranging career", "does not stand"),
        ("agreement.toml", "[cadence]", "[cadence", "cannot be read"),
        ("holidays.toml", "on = 2026-01-01", "on = 2026-02-17", "stands twice"),
    ],
)
def test_a_fault_is_told_with_its_file_and_place(folder, name, old, new, told):
    spoil(folder, name, old, new)

    with pytest.raises(ProvinceFault) as fault:
        read_province(folder)

    assert str(fault.value).startswith(name)
    assert told in str(fault.value)


def test_a_missing_file_is_named(folder):
    (folder / "event_kinds.toml").unlink()

    with pytest.raises(ProvinceFault, match=r"event_kinds\.toml: is missing"):
        read_province(folder)


# Loading


@pytest.mark.django_db
def test_load_province_gives_the_programme_its_parties_contents_and_rhythm(province):
    load_province(province, by=SYSTEM, at=timezone.now())

    programme = Programme.objects.get()
    assert programme.state == ProgrammeState.RUNNING
    assert programme.signed_on == dt.date(2023, 9, 26)
    assert {party.organisation.code for party in programme.parties.all()} == PARTNERS
    assert programme.contents.count() == 6
    assert programme.cadence_rule.events_per_month == 1
    former = Organisation.objects.get(code="so-ldtbxh")
    assert former.succeeded_by.code == "so-noi-vu"
    assert reference_value("child_below_age", on=dt.date(2026, 1, 1)) == "16"


@pytest.mark.django_db
def test_load_province_twice_changes_nothing(province):
    first = load_province(province, by=SYSTEM, at=timezone.now())
    Commune.objects.filter(code="05977").update(youth_count=1234)

    again = load_province(province, by=SYSTEM, at=timezone.now())

    assert again == first
    assert Commune.objects.get(code="05977").youth_count == 1234
    assert EventKind.objects.count() == len(province.event_kinds)
    assert ConsentText.objects.count() == len(Purpose.values)
    assert ReferenceValue.objects.count() == len(province.reference_values)


@pytest.mark.django_db
def test_load_province_brings_a_changed_name_into_the_records(province):
    load_province(province, by=SYSTEM, at=timezone.now())
    palace = next(row for row in province.organisations if row["code"] == "cung-thieu-nhi")

    load_province(
        read_province(FOLDER).__class__(
            **{
                **vars(province),
                "organisations": [
                    {**row, "name_vi": "Nhà Thiếu nhi"} if row is palace else row
                    for row in province.organisations
                ],
            }
        ),
        by=SYSTEM,
        at=timezone.now(),
    )

    assert Organisation.objects.get(code="cung-thieu-nhi").name_vi == "Nhà Thiếu nhi"


@pytest.mark.django_db
def test_only_the_installation_loads_a_province(province):
    with pytest.raises(NotAllowed):
        load_province(province, by=PUBLIC, at=timezone.now())


@pytest.mark.django_db
def test_the_command_writes_nothing_when_a_file_is_wrong(folder):
    spoil(folder, "consent_texts.toml", '"CONTACT"', '"STATISTICS"')

    with pytest.raises(CommandError, match=r"Nothing was loaded\. consent_texts\.toml"):
        call_command("load_province", folder)

    assert not Commune.objects.exists()


@pytest.mark.django_db
def test_the_command_prints_what_is_there(capsys):
    call_command("load_province")

    assert "65 communes" in capsys.readouterr().out
