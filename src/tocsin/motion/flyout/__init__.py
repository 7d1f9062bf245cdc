"""Reading a fly-out table, as a kernel: places in, times out."""
