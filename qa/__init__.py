"""Answers questions about French documents with quotations."""
