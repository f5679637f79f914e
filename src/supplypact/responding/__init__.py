"""The verb respond: what an event takes, what to do about it, and what waiting costs."""
