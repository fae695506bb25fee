"""Figures that the product is held to: `make bench`."""
