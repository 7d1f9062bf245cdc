"""Ground, ship and air radars: what they are, what they report, and why they do not see a body."""
