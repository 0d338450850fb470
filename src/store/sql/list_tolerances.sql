-- The tolerances of single attributes, and who set them.
SELECT attribute, bound, below, above, set_by FROM tolerance WHERE attribute <> '*' ORDER BY attribute, bound
