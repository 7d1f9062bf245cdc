"""What a sensor measures of a body: angles across a line of sight, range, range rate; and their derivatives."""
