"""What one scan does to a whole table of tracks: gates, updates, births, and ageing."""
