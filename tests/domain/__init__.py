"""The rules, as tables of what people do and what comes of it."""
