"""Office files are zip archives full of clocks: this stops them, so that the same document gives the same bytes."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO

_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def still(data: bytes, made_at: datetime) -> bytes:
    """The same archive with fixed entry dates and `made_at` as its date; workbooks embedded in it too."""
    stamp = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".xlsx"):
                content = still(content, made_at)
            elif name == "docProps/core.xml":
                content = _DATES.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, content)
    return out.getvalue()
