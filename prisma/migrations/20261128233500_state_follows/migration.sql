-- How often a lane was tried in vain and when last, by whoever asked.
ALTER TABLE "lane" ADD COLUMN     "failed_attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "last_failed_at" TIMESTAMPTZ(3);
UPDATE "lane" SET "failed_attempts" = "failures";

-- Since when the stored credentials are these.
ALTER TABLE "integration" ADD COLUMN     "credentials_stored_at" TIMESTAMPTZ(3);
UPDATE "integration" SET "credentials_stored_at" = "created_at" WHERE "credentials" IS NOT NULL;

-- Who acts on a cause is stored with it, as the table of the diagnosis says; until now the state had a list of its own.
CREATE FUNCTION pg_temp.with_actor(params JSONB) RETURNS JSONB LANGUAGE SQL IMMUTABLE AS $$
  SELECT params || jsonb_build_object('actor', CASE WHEN params->>'cause' IN ('api_disabled', 'api_not_found', 'wrong_platform',
    'credentials_rejected', 'credentials_insufficient', 'password_protected', 'target_not_allowed', 'redirected_to_other_host', 'dns_not_found')
    THEN 'merchant' ELSE 'hosting_provider' END)
$$;
UPDATE "lane" SET "reason_params" = pg_temp.with_actor("reason_params") WHERE "reason" = 'causes_found';
UPDATE "lane_transition" SET "reason_params" = pg_temp.with_actor("reason_params") WHERE "reason" = 'causes_found';
UPDATE "notification" SET "params" = pg_temp.with_actor("params") WHERE "params"->>'code' = 'causes_found';
