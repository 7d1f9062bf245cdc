"""How a tracked body moves from one moment to the next, and the exact derivative of that step."""
