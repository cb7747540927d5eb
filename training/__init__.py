"""How the network that ships as accordingto-reader-en is made."""
