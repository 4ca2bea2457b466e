"""The life of a transfer case: kinds, states, lines, parties, what is missing, the working-day clock."""
