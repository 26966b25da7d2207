"""The pages of diagnoses."""
