"""Tables on disk."""

import pytest

from estralgia.tables.doses import read_doses


@pytest.fixture
def table(tmp_path):
    """The table of these lines (or bytes), as read with these options."""

    def read(*lines, **options):
        file = tmp_path / "table.csv"
        content = lines[0] if isinstance(lines[0], bytes) else "\n".join(lines).encode()
        file.write_bytes(content)
        return read_doses(file, **options)

    return read
