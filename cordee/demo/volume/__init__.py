"""A believable crowd of structures: `words` names them, `invent` makes them, `load` writes them with COPY."""
