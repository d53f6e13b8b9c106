"""The installation's files: words, versions, sources. What was answered is never changed."""

import shutil
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from nhipcau.inventory import queries, use_cases
from nhipcau.inventory.choices import ITEMS
from nhipcau.inventory.models import Item, ItemSet, RuleSet, Suggestion
from nhipcau.ops.interests import read_interests
from nhipcau.ops.province import ProvinceFault
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import InvalidValue, NotAllowed
from tests.factories import NOON

FOLDER = Path(settings.NATIONAL_DIR) / "interests"


def codes():
    rows = (Path(settings.NATIONAL_DIR) / "vsco2020.csv").read_text(encoding="utf-8").splitlines()
    return {row.split(";")[0] for row in rows}


def told():
    return read_interests(FOLDER, codes())


def test_the_files_of_the_installation_are_sound():
    interests = told()
    assert len(interests.items) == 48
    assert interests.item_set["norms"] == "none"


def test_no_activity_is_a_post_or_speaks_of_one_gender():
    """Words that name whoever does the work, or only men or only women."""
    unwanted = {"anh", "chị", "cô", "ông", "bà", "chàng", "nàng", "thợ", "viên", "sĩ", "nữ"}
    for item in told().items:
        assert not unwanted & set(item["vi"].lower().replace("bà con", "").split()), item
        assert not {"he", "she", "man", "woman"} & set(item["en"].lower().split()), item


def test_every_figure_has_a_source_and_a_mark_of_evidence():
    for name, figure in told().rules["figures"].items():
        assert figure["source"], name
        assert figure["evidence"] in {"S", "S2", "D", "G", "S-weak"}, name


@pytest.mark.parametrize(
    ("file", "find", "put"),
    [
        ("items.toml", 'code = "R1"', 'code = "R9"'),
        ("items.toml", "Repair a broken motorbike", "word " * 15),
        ("rules.toml", "value = 3", 'value = "3"'),
        ("rules.toml", "[figures.age_min]", "[figures.age]"),
        ("occupations.toml", 'occupation = "3142"', 'occupation = "9999x"'),
        ("occupations.toml", '"SHORT"', '"EVENING"'),
        ("occupations.toml", 'pair = "RI"', 'pair = "RR"'),
    ],
)
def test_a_fault_in_a_file_is_told(tmp_path, file, find, put):
    shutil.copytree(FOLDER, tmp_path / "interests")
    path = tmp_path / "interests" / file
    text = path.read_text(encoding="utf-8")
    assert find in text
    path.write_text(text.replace(find, put), encoding="utf-8")
    with pytest.raises(ProvinceFault):
        read_interests(tmp_path / "interests", codes())


def test_each_section_has_one_activity_of_every_area(palace):
    _item_set, items = queries.items_in_force(NOON.date())
    for at in range(0, 48, 6):
        assert [item.scale for item in items[at : at + 6]] == list("RIASEC")


def test_the_short_form_is_the_first_half_of_the_long_one(palace):
    item_set = ItemSet.objects.get()
    short = queries.items_of(item_set, "SHORT")
    assert len(short) == ITEMS["SHORT"]
    assert short == queries.items_of(item_set, "LONG")[:24]


def test_loading_again_changes_nothing(palace):
    interests = told()
    use_cases.load_items(by=SYSTEM, at=NOON, told=interests.item_set, items=interests.items)
    use_cases.load_rules(by=SYSTEM, at=NOON, told=interests.rules)
    assert (ItemSet.objects.count(), Item.objects.count(), RuleSet.objects.count()) == (1, 48, 1)


def test_words_that_were_answered_are_never_changed(palace):
    interests = told()
    changed = [{**one, "en": "Something else"} for one in interests.items]
    with pytest.raises(InvalidValue):
        use_cases.load_items(by=SYSTEM, at=NOON, told=interests.item_set, items=changed)
    figures = {**interests.rules["figures"], "tie_points": {"value": 9}}
    with pytest.raises(InvalidValue):
        use_cases.load_rules(by=SYSTEM, at=NOON, told={**interests.rules, "figures": figures})


def test_only_the_installation_loads(palace):
    interests = told()
    with pytest.raises(NotAllowed):
        use_cases.load_items(by=PUBLIC, at=NOON, told=interests.item_set, items=interests.items)


def test_every_pair_of_areas_has_occupations(palace):
    pairs = set(Suggestion.objects.values_list("pair", flat=True))
    assert len(pairs) == 15


@pytest.mark.parametrize(
    ("groups", "pairs"),
    [
        ([], []),
        (["R", "I", "ASEC"], ["RI"]),
        (["C", "R", "IASE"], ["RC"]),
        (["RI", "ASEC"], ["RI"]),
        (["RIA", "SEC"], ["RI", "RA", "IA"]),
        (["S", "RA", "IEC"], ["RS", "AS"]),
    ],
)
def test_all_pairs_that_share_the_lead_are_explored(groups, pairs):
    assert queries.leading_pairs(groups) == pairs


def test_a_tie_of_three_shows_occupations_of_every_pair(palace):
    found = queries.suggestions_for(["RIA", "SEC"])
    assert {one.pair for one in found} == {"RI", "RA", "IA"}
    assert len(found) == 9


def test_the_files_tell_their_version(palace):
    for name in ("items.toml", "rules.toml", "occupations.toml"):
        assert tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["version"] == 1
