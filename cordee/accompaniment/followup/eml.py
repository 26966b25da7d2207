"""Reading a mail saved as a file: sender, day, subject, text, attachments. Nothing of it is run, fetched or believed."""

from __future__ import annotations

import email
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.core.files import File as Upload

from cordee.core.files.kinds import megabytes, safe_name

LONGEST = 40_000
MOST_PARTS, MOST_ATTACHED = 200, 30
CUT = "[…] Le texte, très long, s'arrête ici."
EMPTY = "(courriel sans texte)"
BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "table", "ul", "ol"})
HIDDEN = frozenset({"script", "style", "head", "title", "template"})


class Unreadable(Exception):
    """Why the file is refused, as a sentence for the person who filed it."""


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    data: bytes


@dataclass(slots=True)
class FiledMail:
    sender: str
    sent_at: datetime | None
    subject: str
    text: str
    key: str
    attachments: list[Attached] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read(upload: Upload[Any]) -> FiledMail:
    data = _bytes(upload)
    try:
        message = email.message_from_bytes(data)
    except RecursionError as trouble:
        raise Unreadable(
            "Ce courriel est emboîté trop profondément pour être lu : enregistrez-le de nouveau, ou joignez-le en PDF."
        ) from trouble
    sender, subject = said(message["From"]), said(message["Subject"])
    if not sender or not (message["Date"] or message["Message-ID"] or subject):
        raise Unreadable(
            "Ce fichier n'est pas un courriel enregistré : depuis votre messagerie, enregistrez le message au format « .eml »."
        )
    mail = FiledMail(sender[:200], _day(message["Date"]), (subject or "(sans objet)")[:300], "", _key(message, data))
    _take_parts(message, mail)
    mail.text = mail.text.strip() or EMPTY
    if len(mail.text) > LONGEST:
        mail.text = f"{mail.text[:LONGEST]}\n{CUT}"
    return mail


def _bytes(upload: Upload[Any]) -> bytes:
    name, size = safe_name(upload.name or ""), upload.size or 0
    if size > settings.FILES_MAX_BYTES:
        limit = megabytes(settings.FILES_MAX_BYTES)
        raise Unreadable(f"« {name} » pèse {megabytes(size)}, la limite est de {limit}. Joignez ses pièces une à une, depuis le dossier.")
    upload.seek(0)
    data = bytes(upload.read())
    if not data.strip():
        raise Unreadable(f"Le fichier « {name} » est vide : enregistrez de nouveau le courriel, puis déposez-le.")
    return data


# -- headers ------------------------------------------------------------------------------------------------------------------
def said(raw: Any) -> str:
    """A header as people read it, whatever its encoding; what cannot be decoded is shown with a mark, never raised."""
    if raw is None:
        return ""
    try:
        parts = decode_header(str(raw))
    except (ValueError, IndexError, LookupError, email.errors.MessageError):
        parts = [(str(raw), None)]
    words = [part if isinstance(part, str) else decoded(part, charset) for part, charset in parts]
    return plain(" ".join("".join(words).split()))


def decoded(data: bytes, charset: str | None) -> str:
    for name in (charset, "utf-8", "cp1252"):
        try:
            return data.decode(name or "utf-8")
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return data.decode("latin-1")


def plain(text: str) -> str:
    """Without control nor direction-changing characters; lines and tabs stay."""
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return unicodedata.normalize("NFC", kept)


def _day(raw: Any) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(raw))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if 1990 <= moment.year <= datetime.now(UTC).year + 1 else None


def _key(message: Message, data: bytes) -> str:
    own = " ".join(str(message["Message-ID"] or "").split())
    return hashlib.sha256(own.encode("utf-8", "replace") if own else data).hexdigest()


# -- body and attachments ---------------------------------------------------------------------------------------------------------
def _leaves(message: Message) -> Iterator[Message]:
    """Every part that is not a container, in order; a mail inside the mail stays closed."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        inside = part.get_payload() if part.get_content_maintype() == "multipart" else None
        if isinstance(inside, list):
            waiting = [one for one in inside if isinstance(one, Message)] + waiting
        else:
            yield part


def _take_parts(message: Message, mail: FiledMail) -> None:
    html = ""
    for rank, part in enumerate(_leaves(message)):
        if rank >= MOST_PARTS:
            mail.left_out.append(f"Au-delà de {MOST_PARTS} parties, la suite du courriel n'est pas lue.")
            break
        kind, name = part.get_content_type(), said(part.get_filename())
        if kind == "message/rfc822":
            mail.left_out.append("Un courriel transmis en pièce jointe n'est pas gardé : classez-le à part.")
        elif name or part.get_content_disposition() == "attachment":
            _attach(part, name, mail)
        elif kind == "text/plain":
            mail.text += _words(part) + "\n"
        elif kind == "text/html":
            html += _words(part) + "\n"
    if not mail.text.strip() and html:
        mail.text = plain(from_html(html))


def _words(part: Message) -> str:
    return plain(decoded(_content(part), part.get_content_charset()).replace("\r\n", "\n").replace("\r", "\n"))


def _content(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _attach(part: Message, name: str, mail: FiledMail) -> None:
    """The picture of a signature is part of the layout, not something that was joined."""
    if part["Content-ID"] and part.get_content_disposition() != "attachment" and part.get_content_maintype() == "image":
        return
    if len(mail.attachments) >= MOST_ATTACHED:
        mail.left_out.append(f"« {name or 'pièce'} » : au-delà de {MOST_ATTACHED} pièces, joignez-les depuis le dossier."[:400])
        return
    mail.attachments.append(Attached(safe_name(name or "piece"), _content(part)))


class _Text(HTMLParser):
    """Words of a page: what is hidden or run is dropped, pictures and links are never followed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in HIDDEN:
            self.hidden += 1
        elif tag in BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag in BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(re.sub(r"\s+", " ", data))


def from_html(html: str) -> str:
    parser = _Text()
    parser.feed(html[: 10 * LONGEST])
    parser.close()
    lines = [" ".join(line.split()) for line in "".join(parser.words).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
