from nhipcau.shared.errors import DomainError


class NotSuggestable(DomainError):
    """This vacancy is not open for this person, so there is nothing to refuse or to take back."""

    code = "not_suggestable"


class SheetRefused(DomainError):
    """A sheet of grades that cannot be taken over; nothing of it was."""

    code = "sheet_refused"
