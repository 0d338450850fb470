-- Is there a document of unknown date?
SELECT EXISTS (SELECT 1 FROM document WHERE is_current AND event_key <> '' AND published_on IS NULL)
