"""Organisations and persons."""
