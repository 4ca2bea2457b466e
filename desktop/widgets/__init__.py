"""Qt parts that any slice's screens may use."""
