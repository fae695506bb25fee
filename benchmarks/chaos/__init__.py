"""Nothing lost and nothing twice, whatever breaks: `make chaos` (reliability.md 3.6)."""
