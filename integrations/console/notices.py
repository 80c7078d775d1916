"""Where does a notice go when its channel (text message, e-mail …) has no real connection? Into the log, nameless."""

import logging

_log = logging.getLogger(__name__)


class ConsoleNotices:
    """The harmless default: has the shape of a Messenger, records that a notice went out, never to whom or what."""

    def __init__(self, channel: str) -> None:
        self._channel = channel

    def send(self, recipient: str, text: str) -> None:
        """Log one line with the channel and the length. `recipient` is left out on purpose; never fails."""
        del recipient
        _log.info("已发出一条通知（%s，%d 字，未接入真实渠道）。", self._channel, len(text))
