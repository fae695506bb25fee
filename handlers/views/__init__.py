"""Domain objects → Block Kit. All words that people read live here."""
