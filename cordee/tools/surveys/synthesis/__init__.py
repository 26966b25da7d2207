"""What the answers of a campaign say together: figures, distributions, cross-tabs; small groups masked before anything is kept."""
