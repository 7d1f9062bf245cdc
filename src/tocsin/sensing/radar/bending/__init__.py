"""How the air bends a radar's rays: horizon and apparent elevation, from the ground to 20 km."""
