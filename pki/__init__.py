"""Keys, certificates and what is proved by them; all of it minted per run, none kept here."""
