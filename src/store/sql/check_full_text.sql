-- Fails where the full-text index does not fit the documents.
INSERT INTO document_text (document_text, rank) VALUES ('integrity-check', 1)
