"""The living knowledge base: how articles are written, published, found wanting and put away."""
