"""The Web API: what is served under /api/, one module a family of methods."""
