"""The demo as anybody starts it: a process of its own, and the page in a browser."""
