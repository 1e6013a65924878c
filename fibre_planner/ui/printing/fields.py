"""What stands in the title block of a printed page, and in the properties of its file."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass

_NAMESPACE = uuid.UUID("a4dbd1ae-33ba-5c1e-9d62-5e6f6ae4a0f3")


@dataclass(frozen=True)
class Fields:
    """The words of a title block; empty ones are left out.

    date: ISO 8601. plan: name of the plan; proof: sentences on its figures. sources: owners of
    the data.
    """

    title: str = ""
    municipality: str = ""
    office: str = ""
    author: str = ""
    file_number: str = ""
    date: str = ""
    plan: str = ""
    proof: str = ""
    sources: str = ""

    @property
    def document_id(self) -> str:
        """Return an identifier of a document with these words, always the same."""
        return str(uuid.uuid5(_NAMESPACE, repr(sorted(asdict(self).items()))))
