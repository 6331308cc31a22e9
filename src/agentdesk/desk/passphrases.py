"""What a passphrase for something that may lie anywhere must be."""

SHORTEST = 12
"""Characters of a backup's passphrase: whoever has the file can try for years."""
