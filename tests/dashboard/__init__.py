"""The pages: addresses, events, the server that serves them, and what readers see in a real browser."""
