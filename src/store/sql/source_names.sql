-- What are the sources called?
SELECT source_id, name FROM source
