"""Use cases: one file per feature, each method one transaction."""
