from nhipcau.shared.errors import DomainError


class CodeWrong(DomainError):
    code = "code_wrong"


class CodeOver(DomainError):
    """Too old, used, or tried too often: a new one is needed."""

    code = "code_over"


class LinkOver(DomainError):
    code = "link_over"


class AccountClosed(DomainError):
    code = "account_closed"
