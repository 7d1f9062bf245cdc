"""What a partner's tracks are off by, as far as own tracks of the same bodies tell."""
