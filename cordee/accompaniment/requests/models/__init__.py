"""A request for accompaniment: what was asked, by whom, for which structures, and the precisions asked since."""

from cordee.accompaniment.requests.models.request import Party, Precision, Request

__all__ = ["Party", "Precision", "Request"]
