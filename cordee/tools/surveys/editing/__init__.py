"""Changing a definition piece by piece, for people who write questions and no JSON. Pure, but for `saving`."""
