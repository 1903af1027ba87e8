"""The inventory: what an analyst fills in, read, checked and addressed."""
