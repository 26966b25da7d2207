"""Reads of the network. It is reference data: whoever is signed in reads who carries the DLA, where, since when."""
