from datetime import UTC, datetime

import pytest

from pki.hierarchies import Hierarchies

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="session")
def now():
    return NOW


@pytest.fixture(scope="session")
def world():
    """Hierarchies that tests may only read."""
    return Hierarchies(NOW)
