"""The rules shipped with the product as YAML, and the one reader that turns them into the records of `tickets`."""
