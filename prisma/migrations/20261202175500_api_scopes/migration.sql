-- What a token may do, scope by scope, and the only shops that it may use; an empty list allows all.
ALTER TABLE api_token ADD COLUMN scopes text[] NOT NULL DEFAULT '{read}', ADD COLUMN integration_ids uuid[] NOT NULL DEFAULT '{}';
UPDATE api_token SET scopes = '{read,sync:write}' WHERE permission = 'refresh';
ALTER TABLE api_token ALTER COLUMN scopes DROP DEFAULT;
-- safe: nothing was released that reads it.
ALTER TABLE api_token DROP COLUMN permission;
-- safe: a merchant has at most 50 tokens.
ALTER TABLE api_token ADD CONSTRAINT api_token_scopes_check CHECK ('read' = ANY (scopes));
GRANT SELECT (scopes, integration_ids) ON api_token TO mooring_app;

-- The answer to a call with an Idempotency-Key, which is sent again to the same call (lib/api/idempotency.ts).
CREATE TABLE api_replay (
  merchant_id uuid NOT NULL,
  token_id uuid NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  -- Null until the first call ends.
  status integer,
  headers jsonb,
  body text,
  called_at timestamptz(3) NOT NULL,
  CONSTRAINT api_replay_pkey PRIMARY KEY (merchant_id, token_id, key),
  CONSTRAINT api_replay_merchant_id_token_id_fkey FOREIGN KEY (merchant_id, token_id) REFERENCES api_token(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX api_replay_called_at_idx ON api_replay (called_at);
ALTER TABLE api_replay ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON api_replay TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON api_replay TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON api_replay TO mooring_app;
GRANT SELECT, DELETE ON api_replay TO mooring_platform;
