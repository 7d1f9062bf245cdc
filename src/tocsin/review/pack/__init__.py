"""The hot wash pack: one page a reader, made of sections, each from that reader's view alone."""
