"""How somebody sits together, as told when a talk begins."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TalkDetails:
    """``language``: a ``SpokenLanguage``; ``interpreter``: an ``Interpreter``; ``place``: a
    ``Place``."""

    language: str
    interpreter: str
    place: str
