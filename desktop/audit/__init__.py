"""The journal: its chain, its wording, its checkpoints, and the content digests that make silent damage visible."""
