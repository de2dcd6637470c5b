"""What every test may ask for: a browser, a worker, a whole portal of its own."""
