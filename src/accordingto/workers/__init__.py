"""Where the main path runs: in processes on one machine (more places later)."""
