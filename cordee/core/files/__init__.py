"""Files that people join: what they are is read from their bytes, where they are kept is their hash."""

from cordee.core.files.kinds import KINDS, Kind, RefusedFile, recognise, safe_name
from cordee.core.files.store import Stored, open_stored, orphans, path_of, remove, store, store_bytes, sweep_unfinished

__all__ = [
    "KINDS",
    "Kind",
    "RefusedFile",
    "Stored",
    "open_stored",
    "orphans",
    "path_of",
    "recognise",
    "remove",
    "safe_name",
    "store",
    "store_bytes",
    "sweep_unfinished",
]
