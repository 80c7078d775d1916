"""How does a text reach a citizen in WeChat when no request of theirs is waiting for it?"""

from typing import Protocol


class Messenger(Protocol):
    """Customer-service messages 客服消息: allowed within 48 hours after the citizen's last message."""

    def send(self, openid: str, text: str) -> None:
        """Deliver one text of at most one page, so that a retry never repeats a page already shown.

        Raises TextTooLong, RetryLater (DeliveryUnknown if it may have arrived) or NeverDelivered (ReplyWindowClosed).
        """
