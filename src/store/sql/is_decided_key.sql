-- Does a decision name key ?1?
SELECT EXISTS (SELECT 1 FROM name_judgement WHERE ?1 IN (key, other_key))
