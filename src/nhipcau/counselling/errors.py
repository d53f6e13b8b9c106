from nhipcau.shared.errors import DomainError


class CaseEnded(DomainError):
    """The case is closed; nothing is added to it."""

    code = "case_ended"


class AlreadyOpen(DomainError):
    code = "already_open"


class TooLateToReopen(DomainError):
    code = "too_late_to_reopen"


class TransferUnderWay(DomainError):
    """One transfer at a time: somebody is asked already, or has the case for a while."""

    code = "transfer_under_way"


class NoCustodians(DomainError):
    code = "no_custodians"
