from typing import Any

from nhipcau.shared.errors import NotAllowed


def require(allowed: bool, message: Any) -> None:
    """Stop the use case unless ``allowed``.

    Raises:
        NotAllowed: with ``message``, fit to be shown to the actor.
    """
    if not allowed:
        raise NotAllowed(message)
