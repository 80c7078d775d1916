"""What goes into the log? One JSON line per event, no words of citizens, no numbers, no secrets."""

import logging
import sys

import structlog

from tickets.privacy import without_numbers


def begin_logging(level: str) -> None:
    """Structured lines on standard error; libraries' own loggers join from WARNING on."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _without_numbers,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _without_numbers(logger: object, method: str, entry: dict) -> dict:
    return {name: without_numbers(value) if isinstance(value, str) else value for name, value in entry.items()}
