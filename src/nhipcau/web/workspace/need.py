"""One thing to do, as the desk shows it."""

from dataclasses import dataclass

RED, AMBER, PLAIN = "danger", "warning", "plain"
ORDER = (RED, AMBER, PLAIN)


@dataclass(frozen=True)
class Need:
    """One thing to do: what, why, where it is done, and the word on its button."""

    title: str
    url: str
    action: str
    detail: str = ""
    icon: str = "info"
    tone: str = PLAIN


@dataclass(frozen=True)
class Figure:
    number: int | str
    label: str
    hint: str = ""
