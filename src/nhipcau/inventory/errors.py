from nhipcau.shared.errors import DomainError


class TooYoung(DomainError):
    """Interests are not asked of children under the age that the rules name."""

    code = "too_young"


class SittingClosed(DomainError):
    """A class has finished: its figures stand and no sheet is added."""

    code = "sitting_closed"


class EntriesDiffer(DomainError):
    """A paper was typed a second time and the two do not agree. ``places``: counted from 1."""

    code = "entries_differ"

    def __init__(self, message: object, *, places: list[int]) -> None:
        super().__init__(message, field="answers")
        self.places = places
