"""What goes into the log? One JSON line per event, no words of citizens, no numbers, no secrets."""

import logging
import re
import sys

import structlog

from tickets.privacy import without_numbers

OPENID = re.compile(r"(?<![\w-])o[\w-]{27}(?![\w-])", re.ASCII)  # WeChat's name for one citizen: 28 characters


def begin_logging(level: str) -> None:
    """Structured lines on standard error; libraries' own loggers join from WARNING on, under the same masks."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(_MaskedLines("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[lines])
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _masked_entry,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


class _MaskedLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return _masked(super().format(record))


def _masked_entry(logger: object, method: str, entry: dict) -> dict:
    return {name: value if name == "timestamp" else _masked(str(value)) for name, value in entry.items()}


def _masked(text: str) -> str:
    """Neither telephone numbers nor openids, also where a library quotes what it failed on."""
    return OPENID.sub("o…", without_numbers(text))
