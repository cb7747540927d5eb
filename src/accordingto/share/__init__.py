"""What leaves the ledger: tables, maps and what the terminal shows. ``formats`` lists them."""
