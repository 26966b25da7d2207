"""The tables that every room stands on. Rooms import from here; these modules know no room."""

from cordee.core.models.bases import HouseModel, HouseQuerySet, Search, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.channel import Channel, Received
from cordee.core.models.connectors import ConnectorAnswer, ConnectorState
from cordee.core.models.edits import Draft
from cordee.core.models.files import Document, File
from cordee.core.models.find import FileText, Spelled, Word
from cordee.core.models.imports import ImportMapping, ImportRun
from cordee.core.models.journal import Erasure, Event, ReadLog
from cordee.core.models.merging import Merge, MergeLine
from cordee.core.models.nomenclatures import LocalTerm, Match, NomenclatureStamp, Term, TermUnion
from cordee.core.models.notices import Notice
from cordee.core.models.opening import Backup, SetAside
from cordee.core.models.outbox import Mail
from cordee.core.models.parameters import Parameter, ParameterScope
from cordee.core.models.thread import Thread
from cordee.core.models.tools import IdempotencyKey, SavedView, Task

__all__ = [
    "Backup",
    "Channel",
    "ConnectorAnswer",
    "ConnectorState",
    "Document",
    "Draft",
    "Erasure",
    "Event",
    "File",
    "FileText",
    "HouseModel",
    "HouseQuerySet",
    "IdempotencyKey",
    "ImportMapping",
    "ImportRun",
    "LocalTerm",
    "Mail",
    "Match",
    "Merge",
    "MergeLine",
    "NomenclatureStamp",
    "Notice",
    "Parameter",
    "ParameterScope",
    "ReadLog",
    "Received",
    "SavedView",
    "Search",
    "SetAside",
    "Spelled",
    "Task",
    "Term",
    "TermUnion",
    "Thread",
    "Threaded",
    "ThreadedQuerySet",
    "Versioned",
    "Word",
]
