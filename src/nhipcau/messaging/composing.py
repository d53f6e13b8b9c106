"""What is read on the phone: one message as it is, several joined into one."""

import re
from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from nhipcau.messaging.attaching import subject_for
from nhipcau.messaging.models import Message, Topic
from nhipcau.messaging.rules import kept_record
from nhipcau.shared.secrets_of_links import secret_of

MY_PAGE = "/my/"
SECRET = re.compile(r"\{([^{}]+)\}")
NAMES_MOST = 4
OF_A_REGISTRATION = frozenset({Topic.REGISTRATION, Topic.OFFER, Topic.CHANGE, Topic.REMINDER})


def composed(messages: Sequence[Message], *, fits: Callable[[str], bool]) -> str:
    """The text of one letter. A phone may be a whole family's: it always says whom it is for.

    As much as fits: each with its link, else with one link for all, else how many and for whom.
    Nothing is left out without a way to it.
    """
    with translation.override("vi"):
        if messages[0].to_address:
            return _to_office(messages[0])
        told = [(given_name(one), one.text, _address(one.path)) for one in messages]
        full = "\n".join(f"{name}: {text} {link}".strip() for name, text, link in told)
        full = _("Nhịp Cầu: %(told)s") % {"told": full}
        if fits(full):
            return full
        everything = _address(MY_PAGE)
        if len(told) == 1:
            return _shortened(told[0], fits)
        short = _("Nhịp Cầu: %(told)s All: %(address)s") % {
            "told": "\n".join(f"{name}: {_without_link_words(text)}" for name, text, _ in told),
            "address": everything,
        }
        if fits(short):
            return short
        names = list(dict.fromkeys(name for name, _text, _link in told))
        return _(
            "Nhịp Cầu: %(count)d new messages for %(names)s. Please read them: %(address)s"
        ) % {
            "count": len(told),
            "names": ", ".join(names[:NAMES_MOST]) + (", …" if len(names) > NAMES_MOST else ""),
            "address": everything,
        }


def subject_of(messages: Sequence[Message]) -> str:
    """What stands above a mail, in Vietnamese: never what a talk or a letter is about."""
    with translation.override("vi"):
        told = {subject_for(one) or _by_topic(one) for one in messages}
        return told.pop() if len(told) == 1 else _("Nhịp Cầu: news for you")


def _by_topic(message: Message) -> str:
    if message.topic in OF_A_REGISTRATION:
        return _("Nhịp Cầu: about your registration")
    return _("Nhịp Cầu: news for you")


def _to_office(message: Message) -> str:
    """To an employer: no name in front; a text that is too long is shortened by its writer."""
    return _("Nhịp Cầu: %(told)s") % {"told": f"{message.text} {_address(message.path)}".strip()}


def given_name(message: Message) -> str:
    """The last word of a Vietnamese name is how one is called."""
    return kept_record(message.young_person).full_name.split()[-1]


def _address(path: str) -> str:
    """A path may name a secret in braces: what opens the page is made when the message leaves."""
    opened = SECRET.sub(lambda found: secret_of(found[1]), path)
    return f"{settings.SITE_URL}{opened}" if opened else ""


def _without_link_words(text: str) -> str:
    """``… Your ticket:`` makes no sense without the link that followed."""
    head, dot, tail = text.rpartition(". ")
    return f"{head}." if dot and tail.endswith(":") else text


def _shortened(told: tuple[str, str, str], fits: Callable[[str], bool]) -> str:
    name, text, link = told
    words = text.split()
    while words:
        whole = _("Nhịp Cầu: %(told)s") % {"told": f"{name}: {' '.join(words)}… {link}".strip()}
        if fits(whole):
            return whole
        words.pop()
    return _("Nhịp Cầu: %(told)s") % {"told": f"{name}: {link}".strip()}
