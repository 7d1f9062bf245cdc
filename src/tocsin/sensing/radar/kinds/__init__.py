"""What kind of body a radar says that it sees."""
