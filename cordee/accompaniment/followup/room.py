"""What the follow-up of dossiers hangs on the house."""
