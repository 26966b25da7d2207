"""The pages of the ground floor: home, transitions, drafts, files, documents, long tasks, health."""
