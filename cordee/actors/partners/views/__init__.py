"""Views of committees and partners: who, what, which template."""
