-- What members are told: noted in the transaction of the change, fanned out to members and channels once, sent with a log.
CREATE TABLE "notification" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "integration_id" UUID,
    "lane" TEXT,
    "params" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "fanned_out_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_pkey" PRIMARY KEY ("merchant_id","id")
);
CREATE INDEX "notification_merchant_id_at_idx" ON "notification"("merchant_id", "at" DESC);
CREATE INDEX "notification_waiting_idx" ON "notification"("at") WHERE "fanned_out_at" IS NULL;
ALTER TABLE "notification" ADD CONSTRAINT "notification_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notification" ADD CONSTRAINT "notification_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Where else than by mail: addresses and secrets are sealed.
CREATE TABLE "notification_channel" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "url" BYTEA NOT NULL,
    "url_key_id" TEXT NOT NULL,
    "secret" BYTEA,
    "secret_key_id" TEXT,
    "kinds" TEXT[] NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_channel_pkey" PRIMARY KEY ("merchant_id","id"),
    CONSTRAINT "notification_channel_kind_check" CHECK ("kind" IN ('slack', 'webhook'))
);
ALTER TABLE "notification_channel" ADD CONSTRAINT "notification_channel_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "notification_delivery" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID,
    "channel_id" UUID,
    "content" TEXT NOT NULL DEFAULT 'notices',
    "notification_ids" UUID[] NOT NULL DEFAULT '{}',
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "answer_status" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_delivery_pkey" PRIMARY KEY ("merchant_id","id"),
    CONSTRAINT "notification_delivery_status_check" CHECK ("status" IN ('waiting', 'sent', 'failed', 'dropped')),
    CONSTRAINT "notification_delivery_target_check" CHECK (("person_id" IS NULL) <> ("channel_id" IS NULL))
);
CREATE INDEX "notification_delivery_merchant_id_created_at_idx" ON "notification_delivery"("merchant_id", "created_at" DESC);
CREATE INDEX "notification_delivery_due_idx" ON "notification_delivery"("due_at") WHERE "status" = 'waiting';
-- What is not sent yet collects in one message for each person or channel.
CREATE UNIQUE INDEX "notification_delivery_person_collecting" ON "notification_delivery"("merchant_id", "person_id") WHERE "status" = 'waiting' AND "attempts" = 0 AND "content" = 'notices' AND "person_id" IS NOT NULL;
CREATE UNIQUE INDEX "notification_delivery_channel_collecting" ON "notification_delivery"("merchant_id", "channel_id") WHERE "status" = 'waiting' AND "attempts" = 0 AND "content" = 'notices' AND "channel_id" IS NOT NULL;
ALTER TABLE "notification_delivery" ADD CONSTRAINT "notification_delivery_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notification_delivery" ADD CONSTRAINT "notification_delivery_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notification_delivery" ADD CONSTRAINT "notification_delivery_merchant_id_channel_id_fkey" FOREIGN KEY ("merchant_id", "channel_id") REFERENCES "notification_channel"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What each member of a merchant wants to be told, and up to when they have looked. Without a row the usual holds.
CREATE TABLE "notification_setting" (
    "merchant_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "wishes" JSONB NOT NULL DEFAULT '{}',
    "read_until" TIMESTAMPTZ(3),
    "next_weekly_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_setting_pkey" PRIMARY KEY ("merchant_id","person_id")
);
CREATE INDEX "notification_setting_next_weekly_at_idx" ON "notification_setting"("next_weekly_at");
ALTER TABLE "notification_setting" ADD CONSTRAINT "notification_setting_merchant_id_person_id_fkey" FOREIGN KEY ("merchant_id", "person_id") REFERENCES "membership"("merchant_id", "person_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Mails of a demo and of tests, which leave this machine nowhere.
CREATE TABLE "captured_mail" (
    "id" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "headers" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "captured_mail_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "captured_mail_at_idx" ON "captured_mail"("at" DESC);
GRANT SELECT, INSERT, DELETE ON "captured_mail" TO mooring_platform;

DO $$
DECLARE name TEXT;
BEGIN
  FOREACH name IN ARRAY ARRAY['notification', 'notification_channel', 'notification_delivery', 'notification_setting'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY one_merchant ON %I TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id())', name);
    EXECUTE format('CREATE POLICY all_merchants ON %I TO mooring_platform USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO mooring_app, mooring_platform', name);
  END LOOP;
END $$;
