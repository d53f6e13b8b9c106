import gettext
import os

from nhipcau.ops.catalogues import compile_stale

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=1; plural=0;\\n"

msgid "event"
msgstr "{word}"
"""


def write(source, word):
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(CATALOGUE.format(word=word), encoding="utf-8")


def test_only_what_is_older_than_its_source_is_compiled_again(tmp_path):
    source = tmp_path / "domain/vi/LC_MESSAGES/django.po"
    write(source, "sự kiện")

    assert compile_stale(tmp_path) == [source]
    assert compile_stale(tmp_path) == []

    write(source, "hoạt động")
    later = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_stale(tmp_path) == [source]

    with open(source.with_suffix(".mo"), "rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("event") == "hoạt động"
