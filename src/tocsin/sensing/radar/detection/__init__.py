"""How often an echo in noise passes the threshold, worked out exactly; and the power of one look, drawn."""
