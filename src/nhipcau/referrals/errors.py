from nhipcau.shared.errors import DomainError


class AlreadyReferred(DomainError):
    """An earlier introduction of the same person to the same vacancy is still open."""

    code = "already_referred"


class VacancyNotOpen(DomainError):
    code = "vacancy_not_open"


class TooYoung(DomainError):
    code = "too_young"


class LicenceMissing(DomainError):
    """Work abroad, and no licence of the sender is in force."""

    code = "licence_missing"


class Frozen(DomainError):
    """Nothing goes on until the introduction is no longer frozen."""

    code = "frozen"


class TooLateToUndo(DomainError):
    code = "too_late_to_undo"


class LinkDead(DomainError):
    """The link to answer was replaced, ended, or its time is over."""

    code = "link_dead"
