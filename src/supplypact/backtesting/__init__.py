"""Past events put to the model: the network as it was the year before, and what trade then did.

May import ``responding`` and what is below it; nothing but ``cli`` may import it.
"""
