"""A screen of one's own, and an essay to write on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from window_driver import Desktop, a_desktop


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    with a_desktop(tmp_path_factory.mktemp("desktop")) as screen:
        yield screen


@pytest.fixture
def essay(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A file with the `ESSAY` of the module."""
    path = tmp_path / "essay.md"
    path.write_bytes(request.module.ESSAY.encode())
    return path
