"""Rules: plain dataclasses and functions over the standard library."""
