-- Merchants hear of a shared incident once enough of them are in it that none can be identified (lib/notify/shared-incident.ts).
ALTER TABLE fleet_incident ADD COLUMN most_merchants integer NOT NULL DEFAULT 0;
UPDATE fleet_incident i SET most_merchants = (SELECT count(DISTINCT s.merchant_id) FROM fleet_incident_shop s WHERE s.incident_id = i.id);
