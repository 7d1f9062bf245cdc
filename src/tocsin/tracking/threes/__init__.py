"""Vectors of three and matrices of three by three as plain numbers."""
