"""The workspace's way to ``nhipcau.web.sending``, which the public pages use too."""

from nhipcau.web.sending import form_page, press, send, sent, show

__all__ = ["form_page", "press", "send", "sent", "show"]
