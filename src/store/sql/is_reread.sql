-- Was just this text read before from this very place, as a version of slot ?1 that another place's has followed? Then
-- nothing has changed: ?2 is the path, ?3 the content's hash.
SELECT EXISTS (SELECT 1 FROM document WHERE slot = ?1 AND path = ?2 AND content_hash = ?3)
  AND EXISTS (SELECT 1 FROM document WHERE slot = ?1 AND is_current AND path <> ?2)
