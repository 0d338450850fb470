-- Drops what the program itself read in document ?1: its name and a blank, ?2, stand first in extractor.
DELETE FROM assertion WHERE document_id = ?1 AND substr(extractor, 1, length(?2)) = ?2
