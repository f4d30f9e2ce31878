"""What lies outside, played on loopback, with tests that it behaves as the real thing."""
