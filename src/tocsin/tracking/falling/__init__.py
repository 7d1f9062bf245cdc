"""Where a coasting body comes down, and how well that is known."""
