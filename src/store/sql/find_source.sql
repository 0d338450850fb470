-- Which source is named ?1, and of which country?
SELECT source_id, country FROM source WHERE name = ?1
