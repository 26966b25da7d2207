"""`/reglages/`: business parameters and texts, dated, by place, with who changed them and why."""
