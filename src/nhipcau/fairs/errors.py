from nhipcau.shared.errors import DomainError


class FairClosed(DomainError):
    """Too late, or too early: wishes are closed, or nothing is told yet."""

    code = "fair_closed"


class NotRegistered(DomainError):
    """Only whoever has a place at the event takes part in its interviews."""

    code = "not_registered"


class CellTaken(DomainError):
    """Another booth stands there, or nothing can stand there."""

    code = "cell_taken"


class NothingToSolve(DomainError):
    """No wish can be met: no booth, no candidate, or no hour in common."""

    code = "nothing_to_solve"


class TimetableOutdated(DomainError):
    """Something changed since it was made; people would be told what is not so."""

    code = "timetable_outdated"


class AnotherResult(DomainError):
    """Another desk told another result of the same interview before."""

    code = "another_result"
