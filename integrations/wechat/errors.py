"""What can go wrong between us and WeChat, and what may be done about it?

Sentences never carry an openid, a message or a secret, so they may be logged as they are.
"""


class WeChatError(Exception):
    """The root of everything this package raises on purpose."""


class AccountMisconfigured(WeChatError):
    """The account's settings cannot work; an administrator has to correct them."""


class CallbackRefused(WeChatError):
    """A request to the callback is not to be believed or cannot be read; answer it with a refusal."""


class BadSignature(CallbackRefused):
    """The request was not signed with our token."""


class StaleTimestamp(CallbackRefused):
    """The signature is right but its time lies outside the accepted window: probably a replay."""


class OversizeBody(CallbackRefused):
    """The body is larger than any message WeChat sends."""


class MalformedMessage(CallbackRefused):
    """The body is not the XML, or not the message, that WeChat documents."""


class UndecipherableMessage(CallbackRefused):
    """The ciphertext does not open with our key, or was meant for another account."""


class TextTooLong(WeChatError):
    """A text exceeds what one message may hold; cut it with `paging.pages` first."""


class SendFailed(WeChatError):
    """A message was not accepted by the platform. `code` is WeChat's errcode, or None when it gave none."""

    def __init__(self, sentence: str, *, code: int | None = None) -> None:
        super().__init__(sentence)
        self.code = code


class RetryLater(SendFailed):
    """Nothing was delivered; the same message may be sent again later."""


class DeliveryUnknown(RetryLater):
    """The message left us and no readable answer came: sending it again may show it twice."""


class NeverDelivered(SendFailed):
    """Sending this message again cannot help; tell the citizen another way."""


class ReplyWindowClosed(NeverDelivered):
    """The citizen has not written within 48 hours, or all messages allowed since then are used up."""


# errcode → why the same message can never arrive. Codes from WeChat's table of return codes (全局返回码).
WINDOW_CLOSED = {
    45015: "群众超过 48 小时未与公众号互动，微信不再允许发送客服消息",
    45047: "群众最近一次互动后可发的客服消息条数已用完",
}
NEVER = {
    40003: "接收人的 openid 无效",
    43004: "接收人未关注公众号",
    45002: "消息内容超过微信允许的长度",
    48001: "公众号没有客服消息接口的权限",
    48002: "接收人已拒收公众号消息",
    87014: "消息内容被微信判定为含有违规信息",
}


def send_failure(code: int) -> SendFailed:
    """The error that stands for WeChat's errcode. Unknown codes count as passing troubles: retries end anyway."""
    if code in WINDOW_CLOSED:
        return ReplyWindowClosed(f"{WINDOW_CLOSED[code]}（{code}）。", code=code)
    if code in NEVER:
        return NeverDelivered(f"{NEVER[code]}（{code}）。", code=code)
    return RetryLater(f"微信暂时没有接收消息（{code}），稍后重试。", code=code)
