-- Runs that say that they are at work, and cannot be, since whoever asks holds the lock: they were killed.
UPDATE run SET status = 'failed' WHERE status = 'running'
