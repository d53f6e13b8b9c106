"""Gate m(6): an unclassified column does not build."""

import copy

from nhipcau.ops import privacy


def test_every_column_of_every_table_is_in_the_register():
    assert privacy.faults(privacy.read_register(), privacy.real_columns()) == []


def test_a_new_column_without_purpose_and_retention_is_a_fault():
    real = privacy.real_columns()
    real["people_youngperson"].append("shoe_size")

    assert privacy.faults(privacy.read_register(), real) == [
        "people_youngperson.shoe_size: no purpose and retention, and not said to be impersonal"
    ]


def test_a_retention_that_does_not_exist_is_a_fault():
    told = copy.deepcopy(privacy.read_register())
    told["tables"]["people_guardian"]["personal"]["phone"][2] = "for ever"

    assert privacy.faults(told, privacy.real_columns()) == [
        "people_guardian.phone: “for ever” is not among the retentions"
    ]


def test_what_points_at_a_person_is_personal():
    """Columns that hold a person by their name or their target are never called impersonal."""
    people = ("young_person_id", "guardian_id", "user_id", "by_id", "holder_id", "deputy_id")
    words = ("full_name", "phone", "email", "birth", "reason", "ethnicity", "gender")
    told = privacy.read_register()["tables"]

    wrong = [
        f"{table}.{column}"
        for table, entry in told.items()
        for column in entry["impersonal"]
        if column in people or any(word in column for word in words)
    ]

    assert not wrong
