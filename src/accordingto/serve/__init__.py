"""The ledger as pages: read only, on this machine, with the network off."""
