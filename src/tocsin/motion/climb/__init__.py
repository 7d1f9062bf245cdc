"""The climb of an interceptor, as a kernel: numbers in, flights across and up out."""
