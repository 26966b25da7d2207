"""The pages of a provider's sheet."""
