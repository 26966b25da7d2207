"""The import of existing dossiers: its declaration, its judgement, its writing."""
