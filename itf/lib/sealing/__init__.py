"""Sealing PDFs with the service's own key, and checking seals: the only door to pyHanko, which pages never load."""
