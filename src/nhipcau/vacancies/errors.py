from collections.abc import Sequence
from typing import Any

from nhipcau.shared.errors import DomainError


class VacancyIncomplete(DomainError):
    """What must be told before it may be published; ``missing``: each point in words."""

    code = "vacancy_incomplete"

    def __init__(self, message: Any, *, missing: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.missing = tuple(missing)


class LicenceNotInForce(DomainError):
    """Nobody may be sent abroad by this enterprise on that day."""

    code = "licence_not_in_force"


class EmployerNotVerified(DomainError):
    code = "employer_not_verified"


class FeeAboveCeiling(DomainError):
    """More is asked of the worker than the rule of this market allows."""

    code = "fee_above_ceiling"


class VacancyMoved(DomainError):
    """The vacancy is in another state by now."""

    code = "vacancy_moved"


class NoPlaceLeft(DomainError):
    code = "no_place_left"


class ListClosed(DomainError):
    """The list is no draft, or no list taken over, any more."""

    code = "list_closed"


class NothingToTakeOver(DomainError):
    code = "nothing_to_take_over"


class TooLate(DomainError):
    code = "too_late"


class TooManySearches(DomainError):
    code = "too_many_searches"
