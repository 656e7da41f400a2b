-- The shop's address at its newest check, by which support finds shops.
ALTER TABLE fleet_fact ADD COLUMN address text;
-- safe: one small row per shop, indexed in milliseconds
CREATE INDEX fleet_fact_address_idx ON fleet_fact (address);
-- safe: one small row per shop, indexed in milliseconds
CREATE INDEX fleet_fact_network_idx ON fleet_fact (network);
