"""Jobs: a plan's chunks and where each of them stands, through pauses, crashes and restarts."""
