-- no transaction
-- Deleting an incident finds what refers to it.
CREATE INDEX CONCURRENTLY IF NOT EXISTS fleet_incident_shop_shop_incident_idx ON fleet_incident_shop (merchant_id, shop_incident_id);
