"""Logs in plain lines, and without personal data even where an error message carries it."""

import logging
import logging.config
import re
from typing import Any

import structlog

REDACTED = "[…]"
PERSONAL_KEYS = frozenset(
    ("phone", "email", "name", "full_name", "address", "birth_date", "born_on", "text", "token")
)
PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # an e-mail address
    r"|(?<![\w.])\+?\d(?:[ .-]?\d){8,14}(?!\w)"  # a phone or identity number
    r"|(?<=[/=\"'])[A-Za-z0-9_-]{22,}(?=[/&\"'\s]|$)"  # a one-time link
    r"|(?<=\)=\()[^)]*(?=\))"  # PostgreSQL: Key (phone)=(…) already exists
    r"|(?<=Failing row contains \()[^\n]*"
)


def redact(text: str) -> str:
    return PERSONAL.sub(REDACTED, text)


def drop_personal_keys(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    return {key: REDACTED if key in PERSONAL_KEYS else value for key, value in event.items()}


KEYS_AND_VALUES = structlog.processors.KeyValueRenderer(
    key_order=["timestamp", "level", "logger", "event"]
)


def as_line(logger: Any, method: str, event: dict[str, Any]) -> str:
    """One line of keys and values; a traceback below it, as people are used to read it."""
    traceback = event.pop("exception", "")
    line = KEYS_AND_VALUES(logger, method, event)
    return f"{line}\n{traceback}" if traceback else line


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """The last step before the line is written: nothing gets past it, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


SHARED_STEPS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=False),
    drop_personal_keys,
]


def settings(*, level: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {
                "()": RedactingFormatter,
                "foreign_pre_chain": SHARED_STEPS,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    as_line,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers would print and mail what was not cleaned.
            "django": {"handlers": [], "propagate": True, "level": "INFO"},
            # Its records hold the values of the statement.
            "django.db.backends": {"level": "WARNING"},
            # It tells of every job that it looks for.
            "procrastinate": {"level": "WARNING"},
            # It warns at every HEAD request, which Django answers as the standard asks.
            "gunicorn.http.wsgi": {"level": "ERROR"},
            "django.server": {"handlers": ["stderr"], "propagate": False, "level": "INFO"},
        },
    }


def configure(config: dict[str, Any]) -> None:
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[*SHARED_STEPS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
