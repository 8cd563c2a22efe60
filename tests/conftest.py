"""Fixtures for every room."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data sets, beside the project or where TROUSSEAU_SHARED says."""
    folder = Path(os.environ.get("TROUSSEAU_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"no real data sets at {folder}; set TROUSSEAU_SHARED")
    return folder
