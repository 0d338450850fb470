-- What story ?1 showed is found anew.
DELETE FROM story_link WHERE story = ?1
