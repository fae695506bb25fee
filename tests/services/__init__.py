"""Use cases on a store of their own, without Slack."""
