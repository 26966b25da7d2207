"""What support plans hang on the house."""
