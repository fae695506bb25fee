"""How long a test waits for what should happen: a slow machine may take its time, and only a failure takes it all."""

#: Seconds; well below what a test may take as a whole.
PATIENCE = 30.0
