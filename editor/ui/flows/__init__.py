"""What the writer does, one module each: between the panels, the session and the worker."""
