"""What taking over existing dossiers hangs on the house."""
