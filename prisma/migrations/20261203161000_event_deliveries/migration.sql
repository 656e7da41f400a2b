-- Events that a webhook gets, in order: those after a position (lib/notify/events/deliver-events.ts).
ALTER TABLE notification_channel
  ADD COLUMN event_types text[] NOT NULL DEFAULT '{}',
  ADD COLUMN events_after bigint NOT NULL DEFAULT 0,
  ADD COLUMN events_due_at timestamptz(3),
  ADD COLUMN events_attempts integer NOT NULL DEFAULT 0;
-- safe: a merchant has at most ten channels
CREATE INDEX notification_channel_events_idx ON notification_channel (merchant_id) WHERE event_types <> '{}';

-- What became of an event at a channel; deleted with the event.
CREATE TABLE event_delivery (
  merchant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  status text NOT NULL CONSTRAINT event_delivery_status_check CHECK (status IN ('waiting', 'sent', 'failed')),
  due_at timestamptz(3),
  attempts integer NOT NULL DEFAULT 0,
  failure text,
  answer_status integer,
  answer text NOT NULL DEFAULT '',
  milliseconds integer,
  at timestamptz(3) NOT NULL,
  CONSTRAINT event_delivery_pkey PRIMARY KEY (merchant_id, event_id, channel_id),
  CONSTRAINT event_delivery_merchant_id_event_id_fkey FOREIGN KEY (merchant_id, event_id) REFERENCES merchant_event(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT event_delivery_merchant_id_channel_id_fkey FOREIGN KEY (merchant_id, channel_id) REFERENCES notification_channel(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX event_delivery_channel_id_at_idx ON event_delivery (channel_id, at DESC);
CREATE INDEX event_delivery_due_idx ON event_delivery (due_at) WHERE due_at IS NOT NULL;

ALTER TABLE event_delivery ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON event_delivery TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON event_delivery TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON event_delivery TO mooring_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON event_delivery TO mooring_platform;
