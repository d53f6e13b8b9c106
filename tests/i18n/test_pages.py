"""Every page in both languages: English ones show Vietnamese in names alone, and the reverse."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from nhipcau.employers.regions import PROVINCES
from tests import today
from tests.access.policy import POLICY
from tests.access.world import (
    ANYONE,
    EMPLOYER_DESK,
    YOUTH_OWNER,
    build,
    desk_keys,
    principals,
)
from tests.factories import every_row, reference_data
from tests.i18n import messages, visible
from tests.sign_in import sign_in

READERS = (
    *(ANYONE, YOUTH_OWNER, "palace COORDINATOR", "palace LEADER", "palace ADMINISTRATOR"),
    *("palace COUNSELLOR", "palace GATE_VOLUNTEER", "centre COUNSELLOR", EMPLOYER_DESK),
    "palace COMMUNE_OFFICER",
)
AT_MOST_READERS = {"GET": 3, "POST": 1}
# Words that an English sentence cannot do without and a Vietnamese one does not have.
ENGLISH = re.compile(r"\b(the|of|and|is|are|this|that|with|your|you|from|please|not)\b", re.I)
# For makers of scanners, marked as English for those who hear it.
IN_ENGLISH = {"api-v1:docs"}
KNOWN = (
    *("Lạng Sơn", "Đông Kinh", "xã", "Xã", "phường", "đồng", "\N{NO-BREAK SPACE}đ"),
    *("Nùng", "Tày", "Sán Chay", "Mông"),
    *PROVINCES.values(),
)


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        reference_data()
        ours, theirs = build("Nha"), build("Xa")
        found = principals(ours, theirs)
        sessions = {EMPLOYER_DESK: desk_keys(ours, theirs)[EMPLOYER_DESK]}
        for name in set(READERS) - {EMPLOYER_DESK}:
            user, second_factor = found[name]
            client = Client()
            if user is not None:
                sign_in(client, user, second_factor=second_factor)
            sessions[name] = client.cookies.get("sessionid")
        with every_row():
            words = {code: kept_words(code, ours) for code in ("vi", "en")}
        yield ours, sessions, words
        transaction.set_rollback(True)


def kept_words(language, world):
    """All texts of the database but those that exist in the other language as well; of what lies
    there sealed, the words that were put in."""
    words = {word for texts in world.canaries.values() for word in texts}
    for model in apps.get_models():
        names = {one.name for one in model._meta.concrete_fields if _holds_text(one)}
        for row in model._default_manager.values(*names) if names else ():
            for name, value in row.items():
                stem, _, suffix = name.rpartition("_")
                if suffix in ("vi", "en") and suffix != language and row.get(f"{stem}_{language}"):
                    continue
                for text in _texts(value):
                    words.update(line.strip() for line in text.splitlines())
    # The longest first: a word inside a sentence must not hide the sentence.
    return sorted((word for word in words if len(word) > 2), key=lambda word: (-len(word), word))


def _holds_text(field):
    kinds = (models.CharField, models.TextField, models.JSONField)
    return isinstance(field, kinds) and not field.choices


def _texts(value):
    """The texts of a column; of a table of an employer or a school, those of its cells."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = [*value, *value.values()]
    return [text for one in value for text in _texts(one)] if isinstance(value, list) else []


def pages_of(name, province, language):
    """What those who may read this address see on it, and after they send an empty form."""
    ours, sessions, _words = province
    entry = POLICY[name]
    url = reverse(name, kwargs=entry.arguments(ours))
    for method, audience in (("GET", entry.get), ("POST", entry.post)):
        readers = [one for one in READERS if audience is None or one in audience]
        for reader in readers[: AT_MOST_READERS[method]]:
            client = Client(raise_request_exception=False)
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
            if reader == EMPLOYER_DESK:
                client.cookies[settings.DESK_COOKIE_NAME] = sessions[reader]
            elif sessions[reader]:
                client.cookies["sessionid"] = sessions[reader].value
            with transaction.atomic():
                response = client.generic(method, url)
                body = b"" if response.streaming else response.content
                transaction.set_rollback(True)
            if response.headers.get("Content-Type", "").startswith("text/html"):
                yield f"{method} {name} by {reader}", body.decode()


@pytest.mark.parametrize("name", ["public:home", "public:register", "workspace:desk"])
def test_pages_are_really_read(name, province, english):
    """The control: the words of a page in one language are faults of a page in the other."""
    for _where, body in pages_of(name, province, "vi"):
        assert any(
            visible.vietnamese_in(one, (*KNOWN, *province[2]["en"])) for one in pieces(body)
        )
    found = [one for _where, body in pages_of(name, province, "en") for one in pieces(body)]
    assert any(one in english for one in found)
    assert any(is_english(one, province[2]["vi"]) for one in found)


def pieces(body, language=""):
    page = visible.Page(speaks=language)
    page.feed(body)
    return page.seen


@pytest.mark.parametrize("name", today.part(sorted(POLICY), today.LANGUAGES))
def test_an_english_page_shows_vietnamese_in_names_alone(name, province):
    known = (*KNOWN, *province[2]["en"])
    strange = [
        f"{where}: {piece}"
        for where, body in pages_of(name, province, "en")
        for piece in pieces(body, "en")
        if visible.vietnamese_in(piece, known)
    ]
    assert strange == []


@pytest.mark.parametrize("name", today.part(sorted(POLICY), today.LANGUAGES))
def test_a_vietnamese_page_shows_no_english(name, province, english):
    if name in IN_ENGLISH:
        return
    strange = [
        f"{where}: {piece}"
        for where, body in pages_of(name, province, "vi")
        for piece in pieces(body, "vi")
        if piece in english or is_english(piece, province[2]["vi"])
    ]
    assert strange == []


def is_english(text, known):
    for word in known:
        text = text.replace(word, "")
    return bool(ENGLISH.search(text)) and visible.VIETNAMESE.isdisjoint(text.lower())


@pytest.fixture(scope="module")
def english():
    """The messages that read differently in Vietnamese: seen on such a page, one was missed."""
    with translation.override("vi"):
        return {
            one.id
            for one in messages.messages_of_source()
            if not one.context and not one.plural and translation.gettext(one.id) != one.id
        }
