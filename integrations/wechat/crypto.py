"""How does a message become WeChat's ciphertext, and how is it opened again?

AES-256-CBC, the initial vector is the key's first half, PKCS#7 padding to blocks of 32 bytes. Inside:
16 random bytes, the length as four bytes big-endian, the message, the AppID. Check `msg_signature` before opening.
"""

import base64
import binascii
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from integrations.wechat.account import Account
from integrations.wechat.errors import UndecipherableMessage

_BLOCK = 32
_NOISE = 16
_HEAD = _NOISE + 4


def encrypt(account: Account, message: str) -> str:
    """The Base64 text that goes into <Encrypt>; different at each call."""
    body = message.encode()
    inside = secrets.token_bytes(_NOISE) + len(body).to_bytes(4, "big") + body + account.app_id.encode()
    encryptor = _cipher(account).encryptor()
    return base64.b64encode(encryptor.update(_padded(inside)) + encryptor.finalize()).decode()


def decrypt(account: Account, encrypted: str) -> bytes:
    """The message inside <Encrypt>. Raises UndecipherableMessage, with one sentence for every cause."""
    try:
        return _opened(account, _unpadded(_deciphered(account, encrypted)))
    except (ValueError, binascii.Error):
        raise UndecipherableMessage("微信消息无法用本公众号的密钥解开，已拒绝。") from None


def _deciphered(account: Account, encrypted: str) -> bytes:
    decryptor = _cipher(account).decryptor()
    return decryptor.update(base64.b64decode(encrypted, validate=True)) + decryptor.finalize()


def _opened(account: Account, inside: bytes) -> bytes:
    end = _HEAD + int.from_bytes(inside[_NOISE:_HEAD], "big")
    if not hmac.compare_digest(inside[end:], account.app_id.encode()):
        raise ValueError("meant for another account, or cut short")
    return inside[_HEAD:end]


def _cipher(account: Account) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(account.aes_key), modes.CBC(account.aes_key[:16]))


def _padded(data: bytes) -> bytes:
    missing = _BLOCK - len(data) % _BLOCK
    return data + bytes([missing]) * missing


def _unpadded(data: bytes) -> bytes:
    missing = data[-1] if data else 0
    if not 1 <= missing <= _BLOCK or data[-missing:] != bytes([missing]) * missing:
        raise ValueError("the padding is broken")
    return data[:-missing]
