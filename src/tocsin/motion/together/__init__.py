"""Where many bodies are at one moment, each on its own path, in one kernel call."""
