-- Of which documents do decisions tell, and which of those leave?
SELECT judgement_id, slot, leaves FROM name_judgement_document ORDER BY judgement_id, slot
