"""What public requests hang on the house."""
