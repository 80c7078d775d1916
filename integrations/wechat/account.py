"""Which official account are we, and what do we share with WeChat to prove it?"""

import base64
import re
from dataclasses import dataclass, field

from integrations.wechat.errors import AccountMisconfigured

_TOKEN = re.compile(r"[A-Za-z0-9]{3,32}")
_AES_KEY = re.compile(r"[A-Za-z0-9]{43}")


@dataclass(frozen=True, kw_only=True)
class Account:
    """One official account as set up on mp.weixin.qq.com (设置与开发 → 基本配置)."""

    app_id: str  # AppID, public
    token: str = field(repr=False)  # signs every callback
    encoding_aes_key: str = field(default="", repr=False)  # 43 characters; empty means plain mode 明文模式
    secret: str = field(default="", repr=False)  # AppSecret, buys access tokens

    def __post_init__(self) -> None:
        if not self.app_id:
            raise AccountMisconfigured("公众号 AppID 未填写。")
        if not _TOKEN.fullmatch(self.token):
            raise AccountMisconfigured("公众号令牌（Token）应为 3 至 32 位英文或数字。")
        if self.encoding_aes_key and not _AES_KEY.fullmatch(self.encoding_aes_key):
            raise AccountMisconfigured("消息加解密密钥（EncodingAESKey）应为 43 位英文或数字，明文模式请留空。")

    @property
    def encrypted(self) -> bool:
        """Whether messages travel encrypted. If so, plain ones are refused: no downgrade."""
        return bool(self.encoding_aes_key)

    @property
    def aes_key(self) -> bytes:
        """The 32 bytes behind EncodingAESKey."""
        return base64.b64decode(self.encoding_aes_key + "=")
