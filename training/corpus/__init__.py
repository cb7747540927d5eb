"""Making and checking the corpus of contested reports in ``corpus/``."""
