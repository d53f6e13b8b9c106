from nhipcau.shared.errors import DomainError


class TalkEnded(DomainError):
    """Nothing more is written in a talk that has ended."""

    code = "talk_ended"


class AnotherTalkOpen(DomainError):
    """One sits with one person at a time."""

    code = "another_talk_open"
