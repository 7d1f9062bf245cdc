"""Films: a run as its audiences were shown it, kept in chunks of frames; shot in a process of its own."""
