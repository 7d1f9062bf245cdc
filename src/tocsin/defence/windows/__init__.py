"""When which batteries can launch at a threat."""
