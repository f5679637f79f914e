"""What a response says to people and to other programs."""
