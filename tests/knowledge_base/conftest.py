"""The models are inside the packages; each is loaded once for all tests."""

import pytest

from knowledge_base.vectors import E5, USE, Vectors


@pytest.fixture(scope="session")
def e5() -> Vectors:
    return E5()


@pytest.fixture(scope="session", params=[E5, USE], ids=lambda model: model.name)
def model(request: pytest.FixtureRequest) -> Vectors:
    return request.param()
