"""Importing organisations: what a column may hold, how a line finds its sheet, how it is written."""
