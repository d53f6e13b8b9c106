import logging

import pytest

from nhipcau.ops import logs


@pytest.mark.parametrize(
    "personal",
    [
        "0912345678",
        "+84912345678",
        "+84 912 345 678",
        "091.234.5678",
        "024012345678",
        "lan.nguyen@example.vn",
    ],
)
def test_a_line_never_shows_a_person(personal):
    line = logs.redact(f"registration refused for {personal}, try again")

    assert personal not in line
    assert line.endswith("try again")


def test_the_database_s_own_words_are_not_repeated():
    text = (
        'duplicate key value violates unique constraint "user_phone"\n'
        "DETAIL:  Key (full_name)=(Nông Thị Lan) already exists."
    )

    assert "Lan" not in logs.redact(text)


def test_a_one_time_link_is_not_kept():
    assert "s3cr3t" not in logs.redact("Not Found: /sign-in/link/s3cr3t-s3cr3t-s3cr3t-s3cr3t/")


@pytest.mark.parametrize(
    "plain",
    ["2026-11-23T08:14:01", "event 1234567 held", "127.0.0.1:8000", "/static/nhipcau/css/"],
)
def test_what_is_no_person_stays_readable(plain):
    assert logs.redact(plain) == plain


def test_named_values_and_tracebacks_are_cleaned_too():
    formatter = logs.RedactingFormatter(
        **{
            key: value
            for key, value in logs.settings(level="INFO")["formatters"]["plain"].items()
            if key != "()"
        }
    )
    try:
        raise ValueError("phone 0912345678")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "f", 1, "failed", None, (type(error), error, error.__traceback__)
        )

    line = formatter.format(record)

    assert "ValueError" in line
    assert "0912345678" not in line


def test_no_handler_of_a_library_writes_past_the_cleaning():
    unclean = [
        (name, handler)
        for name in ("", *logging.root.manager.loggerDict)
        for handler in logging.getLogger(name).handlers
        if isinstance(handler, logging.StreamHandler)
        and not isinstance(handler.formatter, logs.RedactingFormatter)
        and not type(handler).__module__.startswith("_pytest")
    ]

    assert unclean == []
    assert logging.getLogger("django").handlers == []
