-- A shared incident refers to the incident of each shop in it.
ALTER TABLE fleet_incident_shop ADD COLUMN shop_incident_id uuid;
UPDATE fleet_incident_shop s SET shop_incident_id = (
  SELECT i.id FROM incident i WHERE i.merchant_id = s.merchant_id AND i.integration_id = s.integration_id
    AND i.opened_at <= coalesce(s.left_at, now()) AND (i.closed_at IS NULL OR i.closed_at >= s.joined_at)
  ORDER BY i.opened_at DESC LIMIT 1);
ALTER TABLE fleet_incident_shop ADD CONSTRAINT fleet_incident_shop_merchant_id_shop_incident_id_fkey
  FOREIGN KEY (merchant_id, shop_incident_id) REFERENCES incident(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE NOT VALID;
