"""The models are inside the packages; each is loaded once for all tests."""

import os
from pathlib import Path

import pytest

from knowledge_base.vectors import E5, USE, Vectors


@pytest.fixture(scope="session")
def e5() -> Vectors:
    return E5()


@pytest.fixture(scope="session", params=[E5, USE], ids=lambda model: model.name)
def model(request: pytest.FixtureRequest) -> Vectors:
    return request.param()


@pytest.fixture(scope="session")
def memory(pytestconfig: pytest.Config) -> Path:
    """Where the vectors of the articles are remembered: by `hotline prepare` if it ran, else by the tests themselves."""
    prepared = pytestconfig.rootpath / os.environ.get("HOTLINE_DATA", "var") / "vectors"
    return prepared if prepared.exists() else pytestconfig.cache.mkdir("vectors")
