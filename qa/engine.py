"""The facade: build an index, open it, ask it."""
