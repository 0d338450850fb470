-- Adds a document.
INSERT INTO document (
  path, slot, source_id, title, text, language, url, format, published_on, published_basis, content_hash, version,
  event_key, marks, wire
) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
