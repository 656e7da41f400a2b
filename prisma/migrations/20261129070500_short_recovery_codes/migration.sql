-- Recovery codes from before passkeys have 80 bits. Their hashes do not show it: all codes of a person go whose app is older, and who has made no
-- new ones since. They get a mail. Row-level security binds the owner too.
ALTER TABLE "second_factor" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "recovery_code" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "platform_event" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "account_mail" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "person" NO FORCE ROW LEVEL SECURITY;
WITH longer AS (
  SELECT finished_at AS since FROM _prisma_migrations WHERE migration_name = '20261129051000_passkeys'
), ended AS (
  DELETE FROM recovery_code c USING second_factor f, longer
  WHERE f.person_id = c.person_id AND f.confirmed_at < longer.since AND NOT EXISTS (
    SELECT FROM platform_event e
    WHERE e.actor->>'personId' = c.person_id::text AND e.action = 'recovery_codes_renewed' AND e.at > longer.since)
  RETURNING c.person_id
)
INSERT INTO account_mail (kind, subject)
SELECT DISTINCT 'recovery_codes_ended', p.email FROM ended JOIN person p ON p.id = ended.person_id
ON CONFLICT DO NOTHING;
ALTER TABLE "second_factor" FORCE ROW LEVEL SECURITY;
ALTER TABLE "recovery_code" FORCE ROW LEVEL SECURITY;
ALTER TABLE "platform_event" FORCE ROW LEVEL SECURITY;
ALTER TABLE "account_mail" FORCE ROW LEVEL SECURITY;
ALTER TABLE "person" FORCE ROW LEVEL SECURITY;
