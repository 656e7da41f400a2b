-- What happened, for merchants' programs (lib/notify/events). Position and sequence are given after the commit, so that readers never skip one.
CREATE TABLE merchant_event (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  integration_id uuid,
  type text NOT NULL,
  data jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  log_position bigint,
  sequence bigint,
  CONSTRAINT merchant_event_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT merchant_event_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT merchant_event_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX merchant_event_merchant_id_log_position_key ON merchant_event (merchant_id, log_position);
CREATE INDEX merchant_event_integration_id_sequence_idx ON merchant_event (integration_id, sequence);
CREATE INDEX merchant_event_at_idx ON merchant_event (at);
CREATE INDEX merchant_event_waiting_idx ON merchant_event (at, id) WHERE log_position IS NULL;

-- The last position of a merchant (stream_id: merchant) and the last sequence number of a shop (stream_id: integration).
CREATE TABLE event_counter (
  merchant_id uuid NOT NULL,
  stream_id uuid NOT NULL,
  last bigint NOT NULL,
  CONSTRAINT event_counter_pkey PRIMARY KEY (merchant_id, stream_id),
  CONSTRAINT event_counter_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE
);

ALTER TABLE merchant_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON merchant_event TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON merchant_event TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON merchant_event TO mooring_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON merchant_event TO mooring_platform;
ALTER TABLE event_counter ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON event_counter TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON event_counter TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT ON event_counter TO mooring_app;
GRANT SELECT, INSERT, UPDATE ON event_counter TO mooring_platform;
