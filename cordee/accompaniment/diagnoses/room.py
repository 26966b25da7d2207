"""What shared diagnoses hang on the house."""
