"""Reading answers: one response, two of them side by side, what to begin with; who may read what."""
