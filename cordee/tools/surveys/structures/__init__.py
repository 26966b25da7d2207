"""Questionnaires seen from a structure's sheet: what it is asked, what it answered, the grids that an officer opens with it."""
