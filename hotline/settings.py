"""What can be set from outside? One table, read once from the environment, refused loudly, secrets never printed."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.fernet import Fernet


class SettingsError(Exception):
    """A setting cannot be used; the sentence names it and says what it should be."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One row: environment variable, type, default (as one would write it) and what it does."""

    name: str
    kind: type
    default: str
    meaning: str
    secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting(name="HOTLINE_DATA", kind=Path, default="./var", meaning="数据目录：数据库、向量缓存、模型、密钥"),
    Setting(name="HOTLINE_HOST", kind=str, default="127.0.0.1", meaning="服务监听地址"),
    Setting(name="HOTLINE_PORT", kind=int, default="8000", meaning="服务端口；对话引擎用它后面一个端口"),
    Setting(
        name="HOTLINE_PUBLIC_URL",
        kind=str,
        default="",
        meaning="群众访问的网址，如 https://12345.example.cn；https 时 Cookie 只走加密连接",
    ),
    Setting(
        name="HOTLINE_DATABASE",
        kind=str,
        default="",
        meaning="数据库地址；空则用数据目录里的 SQLite，多机用 postgresql+psycopg://…",
    ),
    Setting(
        name="HOTLINE_QUEUE", kind=str, default="", meaning="任务队列；空则用数据目录里的 SQLite，多机用 postgresql://…"
    ),
    Setting(name="HOTLINE_RASA_URL", kind=str, default="", meaning="对话引擎地址；空则为本机、服务端口加一"),
    Setting(
        name="HOTLINE_RASA_TIMEOUT", kind=float, default="8", meaning="等对话引擎回答的秒数，超过即由知识库直接回答"
    ),
    Setting(name="HOTLINE_VECTORS", kind=str, default="e5", meaning="句向量：e5、use 或 absent（只用字词检索）"),
    Setting(name="HOTLINE_DEMO", kind=int, default="1", meaning="1 建立演示账号并在登录页列出；正式使用设为 0"),
    Setting(
        name="HOTLINE_SESSION_KEY", kind=str, default="", meaning="会话签名密钥；空则生成并存入数据目录", secret=True
    ),
    Setting(
        name="HOTLINE_VAULT_KEY",
        kind=str,
        default="",
        meaning="联系方式加密密钥（Fernet）；空则生成并存入数据目录",
        secret=True,
    ),
    Setting(
        name="HOTLINE_ACTION_SECRET",
        kind=str,
        default="",
        meaning="对话引擎回调口令；空则生成并存入数据目录",
        secret=True,
    ),
    Setting(name="HOTLINE_WECHAT_APP_ID", kind=str, default="", meaning="公众号 AppID；空则不接微信"),
    Setting(name="HOTLINE_WECHAT_TOKEN", kind=str, default="", meaning="公众号回调 Token", secret=True),
    Setting(
        name="HOTLINE_WECHAT_AES_KEY",
        kind=str,
        default="",
        meaning="公众号消息加密密钥（43位）；空为明文模式",
        secret=True,
    ),
    Setting(name="HOTLINE_WECHAT_SECRET", kind=str, default="", meaning="公众号 AppSecret，用于客服消息", secret=True),
    Setting(
        name="HOTLINE_WECHAT_API", kind=str, default="https://api.weixin.qq.com", meaning="微信接口地址；演练时指向替身"
    ),
    Setting(name="HOTLINE_LOG_LEVEL", kind=str, default="info", meaning="日志级别：debug、info、warning、error"),
)
GENERATED = {
    "HOTLINE_SESSION_KEY": lambda: secrets.token_urlsafe(32),
    "HOTLINE_VAULT_KEY": lambda: Fernet.generate_key().decode(),
    "HOTLINE_ACTION_SECRET": lambda: secrets.token_urlsafe(32),
}
CHOICES = {"HOTLINE_VECTORS": ("e5", "use", "absent"), "HOTLINE_LOG_LEVEL": ("debug", "info", "warning", "error")}
SHAPES = {
    "HOTLINE_PORT": (r"[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}", "1 到 64999 之间的端口"),
    "HOTLINE_RASA_TIMEOUT": (r"(?=.*[1-9])\d{1,3}(\.\d+)?", "大于 0、小于 1000 的秒数"),
    "HOTLINE_DEMO": (r"[01]", "0 或 1"),
    "HOTLINE_DATABASE": (r"(sqlite:///|postgresql\+psycopg://).+|", "sqlite:///… 或 postgresql+psycopg://…"),
    "HOTLINE_QUEUE": (r"(sqlite:///|postgresql://).+|", "sqlite:///… 或 postgresql://…"),
    "HOTLINE_VAULT_KEY": (r"[\w-]{43}=|", "Fernet 密钥（44 个字符）"),
}


class Settings:
    """The table's values, by name; `str()` shows secrets as ***."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = dict(values)

    def text(self, name: str) -> str:
        return str(self._values[name])

    def number(self, name: str) -> float:
        return float(self._values[name])  # type: ignore[arg-type]

    @property
    def data(self) -> Path:
        return Path(str(self._values["HOTLINE_DATA"])).absolute()

    @property
    def port(self) -> int:
        return int(self.number("HOTLINE_PORT"))

    @property
    def database(self) -> str:
        return self.text("HOTLINE_DATABASE") or f"sqlite:///{self.data / 'hotline.db'}"

    @property
    def rasa_url(self) -> str:
        return self.text("HOTLINE_RASA_URL") or f"http://127.0.0.1:{self.port + 1}"

    @property
    def service_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """The values as environment variables for a child process."""
        return {name: str(value) for name, value in self._values.items()}

    def __str__(self) -> str:
        hidden = {row.name for row in SETTINGS if row.secret}
        shown = {name: "***" if name in hidden and value else value for name, value in self._values.items()}
        return "\n".join(f"{name}={value}" for name, value in shown.items())

    __repr__ = __str__


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; makes the data folder and, once, the generated secrets. Errors: `SettingsError`."""
    environment = os.environ if environment is None else environment
    unknown = sorted(name for name in environment if name.startswith("HOTLINE_") and name not in _BY_NAME)
    if unknown:
        raise SettingsError(f"不认识的设置：{'、'.join(unknown)}。可用的设置见 docs/settings.md。")
    values = {row.name: _value(row, environment.get(row.name, "") or row.default) for row in SETTINGS}
    settings = Settings(values)
    _make_folder(settings.data)
    return Settings(values | {name: values[name] or _kept(settings.data, name) for name in GENERATED})


_BY_NAME = {row.name: row for row in SETTINGS}


def _value(row: Setting, text: str) -> object:
    try:
        value = row.kind(text)
    except ValueError:
        raise SettingsError(f"{row.name} 应当是{'整数' if row.kind is int else '数字'}，现在是“{text}”。") from None
    if row.name in CHOICES and value not in CHOICES[row.name]:
        raise SettingsError(f"{row.name} 只能是 {'、'.join(CHOICES[row.name])}，现在是“{text}”。")
    pattern, wanted = SHAPES.get(row.name, (".*", ""))
    if not re.fullmatch(pattern, text, re.ASCII):
        raise SettingsError(f"{row.name} 应当是{wanted}，现在的值不是。")
    return value


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise SettingsError(f"数据目录 {folder} 建不起来（{problem.strerror}），请换一个 HOTLINE_DATA。") from problem


def _kept(folder: Path, name: str) -> str:
    """A secret made on first use and kept in a file that only this user may read. It appears there whole and never changes,
    so that two processes that start at once agree on it."""
    path = folder / "secrets" / name.lower()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        _publish(path, GENERATED[name]())
    return path.read_text(encoding="ascii")


def _publish(path: Path, secret: str) -> None:
    with NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as draft, suppress(FileExistsError):
        draft.write(secret)
        draft.flush()
        os.link(draft.name, path)
