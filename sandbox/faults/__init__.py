"""What goes wrong on purpose: seeded, for a method of the Web API or for a delivery."""
