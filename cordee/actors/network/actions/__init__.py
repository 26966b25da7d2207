"""Verbs of the network: reference data, territories given to operators, local objectives."""
