"""People of an organisation: persons known once, the dated posts they hold, who signs, who leaves, whose address no longer receives."""
