"""A finished exercise again under another agreement: what people ordered, re-timed to what it answered."""
