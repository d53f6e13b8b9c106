from nhipcau.shared.errors import DomainError


class AlreadyFollowed(DomainError):
    """This soldier is followed already."""


class AlreadyAnswered(DomainError):
    """The question of this month has its answer."""


class NoSoldiers(DomainError):
    """Nobody on the list is a soldier who could be followed."""
