SET LOCAL ROLE mooring_platform;
-- Whoever chose to hear that a shop needs them hears of a tracking number that does.
UPDATE "notification_setting" SET "wishes" = jsonb_set("wishes", '{kinds}', "wishes"->'kinds' || '["parcel_unassigned"]')
WHERE "wishes"->'kinds' ? 'needs_you' AND NOT "wishes"->'kinds' ? 'parcel_unassigned';
UPDATE "notification_channel" SET "kinds" = array_append("kinds", 'parcel_unassigned')
WHERE 'needs_you' = ANY("kinds") AND NOT 'parcel_unassigned' = ANY("kinds");
RESET ROLE;
