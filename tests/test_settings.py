"""Are settings read once, refused loudly by name, and do secrets stay secret and the same?"""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from hotline.settings import CHOICES, GENERATED, SETTINGS, SHAPES, SettingsError, read_settings

KEY = Fernet.generate_key().decode()
SECRETS = {
    "HOTLINE_SESSION_KEY": "kouling-of-sessions",
    "HOTLINE_VAULT_KEY": KEY,
    "HOTLINE_ACTION_SECRET": "kouling-of-actions",
    "HOTLINE_WECHAT_TOKEN": "spring2026",
    "HOTLINE_WECHAT_AES_KEY": "k" * 43,
    "HOTLINE_WECHAT_SECRET": "kouling-of-wechat",
}


def given_these(folder: Path, **variables: str):
    return read_settings({"HOTLINE_DATA": str(folder), **variables})


def test_with_nothing_set_everything_stays_on_this_machine(tmp_path: Path) -> None:
    settings = given_these(tmp_path)
    assert settings.database == f"sqlite:///{tmp_path}/hotline.db"
    assert (settings.service_url, settings.rasa_url) == ("http://127.0.0.1:8000", "http://127.0.0.1:8001")
    assert settings.text("HOTLINE_HOST") == "127.0.0.1"


def test_the_data_folder_is_made(tmp_path: Path) -> None:
    assert given_these(tmp_path / "var" / "深处").data.is_dir()


def test_a_data_folder_that_cannot_be_made_is_refused_with_a_way_on(tmp_path: Path) -> None:
    (tmp_path / "文件").touch()
    with pytest.raises(SettingsError, match="数据目录 .*文件.*请换一个 HOTLINE_DATA"):
        given_these(tmp_path / "文件" / "var")


def test_a_misspelt_name_is_refused_and_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="^不认识的设置：HOTLINE_PROT。可用的设置见 docs/settings.md。$"):
        given_these(tmp_path, HOTLINE_PROT="8100")


def test_other_programs_variables_are_none_of_ours(tmp_path: Path) -> None:
    assert given_these(tmp_path, PORT="9", HOTLINES="10").port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOTLINE_PORT", "八千"),
        ("HOTLINE_PORT", "8000.5"),
        ("HOTLINE_PORT", "0"),
        ("HOTLINE_PORT", "65535"),  # 后面没有端口留给对话引擎
        ("HOTLINE_PORT", "99999"),
        ("HOTLINE_RASA_TIMEOUT", "一会儿"),
        ("HOTLINE_RASA_TIMEOUT", "-1"),
        ("HOTLINE_RASA_TIMEOUT", "0.0"),
        ("HOTLINE_RASA_TIMEOUT", "nan"),
        ("HOTLINE_DEMO", "yes"),
        ("HOTLINE_DEMO", "2"),
        ("HOTLINE_VECTORS", "bert"),
        ("HOTLINE_LOG_LEVEL", "INFO"),
        ("HOTLINE_DATABASE", "mysql://127.0.0.1/hotline"),
        ("HOTLINE_DATABASE", "hotline.db"),
        ("HOTLINE_QUEUE", "rabbit://127.0.0.1"),
        ("HOTLINE_VAULT_KEY", "太短"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} (应当是|只能是).+。$"):
        given_these(tmp_path, **{name: value})


def test_the_sentence_of_a_choice_lists_what_may_be_chosen(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="^HOTLINE_VECTORS 只能是 e5、use、absent，现在是“bert”。$"):
        given_these(tmp_path, HOTLINE_VECTORS="bert")


def test_a_refused_secret_is_not_quoted(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        given_these(tmp_path, HOTLINE_VAULT_KEY="kouling-of-the-vault")
    assert "kouling" not in str(refused.value)


@effort(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(port=st.integers(min_value=1, max_value=64999))
def test_every_port_with_a_neighbour_is_accepted(tmp_path: Path, port: int) -> None:
    assert given_these(tmp_path, HOTLINE_PORT=str(port)).port == port


def test_no_rule_is_made_for_a_setting_that_does_not_exist() -> None:
    names = [row.name for row in SETTINGS]
    assert {*CHOICES, *SHAPES, *GENERATED} <= set(names)
    assert len(names) == len(set(names)) <= 30


def test_secrets_never_print(tmp_path: Path) -> None:
    settings = given_these(tmp_path, **SECRETS)
    assert {row.name for row in SETTINGS if row.secret} == set(SECRETS)
    for shown in (str(settings), repr(settings), f"{settings}"):
        assert not [name for name, secret in SECRETS.items() if secret in shown]
        assert "HOTLINE_VAULT_KEY=***" in shown and "HOTLINE_PORT=8000" in shown


def test_generated_secrets_do_not_print_either(tmp_path: Path) -> None:
    settings = given_these(tmp_path)
    assert not [name for name in GENERATED if settings.text(name) in str(settings)]


def test_generated_secrets_are_kept_for_the_next_start(tmp_path: Path) -> None:
    first, again = given_these(tmp_path), given_these(tmp_path)
    assert [first.text(name) for name in GENERATED] == [again.text(name) for name in GENERATED]
    assert len({first.text(name) for name in GENERATED}) == len(GENERATED)


def test_a_given_secret_is_used_and_not_written_down(tmp_path: Path) -> None:
    assert given_these(tmp_path, **SECRETS).text("HOTLINE_VAULT_KEY") == KEY
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_only_the_owner_may_read_a_generated_secret(tmp_path: Path) -> None:
    given_these(tmp_path)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "secrets").iterdir()}
    assert modes == {name.lower(): 0o600 for name in GENERATED}
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_readers_that_start_at_once_agree_on_every_secret(tmp_path: Path) -> None:
    """Service and worker are started together; a reader that came in between used to find an empty file."""
    for start in range(30):
        gate, folder = Barrier(8), tmp_path / str(start)

        def read(_: int, gate: Barrier = gate, folder: Path = folder) -> tuple[str, ...]:
            gate.wait()
            settings = given_these(folder)
            return tuple(settings.text(name) for name in GENERATED)

        with ThreadPoolExecutor(8) as people:
            (agreed,) = set(people.map(read, range(8)))
        assert all(agreed)


def test_a_child_process_reads_the_same_settings(tmp_path: Path) -> None:
    settings = given_these(tmp_path, HOTLINE_PORT="8100", HOTLINE_VECTORS="absent", **SECRETS)
    again = read_settings(settings.environment())
    assert again.environment() == settings.environment()
