from nhipcau.shared.errors import DomainError


class QuestionsClosed(DomainError):
    """The hall does not ask just now."""

    code = "questions_closed"


class NotAtTheEvent(DomainError):
    """The registration is of another event, or not in force."""

    code = "not_at_the_event"
