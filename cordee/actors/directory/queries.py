"""Reads of the directory: who may see which organisation, and what a sheet shows."""

from __future__ import annotations
