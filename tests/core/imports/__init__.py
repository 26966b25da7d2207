"""The import engine."""
