-- Deliveries have a partition for each day, which goes as a whole (docs/decisions/0014-partitions-by-time.md).
-- safe: the table is back at the commit, and its rows only detect repetitions: an order that is named again is fetched once more
DROP TABLE "shop_webhook_delivery";
CREATE TABLE "shop_webhook_delivery" (
    "merchant_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "body_hash" BYTEA NOT NULL,
    "received_on" DATE NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shop_webhook_delivery_pkey" PRIMARY KEY ("merchant_id", "integration_id", "delivery_id", "external_id", "body_hash", "received_on")
) PARTITION BY RANGE ("received_on");
ALTER TABLE "shop_webhook_delivery" ADD CONSTRAINT "shop_webhook_delivery_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "shop_webhook_delivery" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "shop_webhook_delivery" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "shop_webhook_delivery" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "shop_webhook_delivery" TO mooring_platform USING (true) WITH CHECK (true);
-- DELETE for the version before this one.
GRANT SELECT, INSERT, DELETE ON "shop_webhook_delivery" TO mooring_app, mooring_platform;

-- The run-time login owns nothing, so the owner of the table makes and drops partitions; a caller chooses neither table nor days. A partition has no
-- grants and no policies of its own: rows are reached through the table alone. @returns how many partitions were dropped
CREATE FUNCTION keep_delivery_days() RETURNS int
-- Shorter than deadlock_timeout: it gives up before another transaction does, and is tried again an hour later.
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET lock_timeout = '500ms' AS $$
DECLARE
  today date := (now() AT TIME ZONE 'UTC')::date;
  day date;
  part regclass;
  dropped int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock('shop_webhook_delivery'::regclass::oid::bigint);
  FOR ahead IN 0..7 LOOP
    day := today + ahead;
    CONTINUE WHEN to_regclass(format('public.shop_webhook_delivery_%s', to_char(day, 'YYYYMMDD'))) IS NOT NULL;
    EXECUTE format('CREATE TABLE public.shop_webhook_delivery_%s PARTITION OF public.shop_webhook_delivery FOR VALUES FROM (%L) TO (%L)',
      to_char(day, 'YYYYMMDD'), day, day + 1);
    EXECUTE format('ALTER TABLE public.shop_webhook_delivery_%s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', to_char(day, 'YYYYMMDD'));
  END LOOP;
  FOR part IN SELECT inhrelid FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
    WHERE inhparent = 'public.shop_webhook_delivery'::regclass AND relname < 'shop_webhook_delivery_' || to_char(today - 2, 'YYYYMMDD') LOOP
    EXECUTE format('DROP TABLE %s', part);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END
$$;
REVOKE EXECUTE ON FUNCTION keep_delivery_days() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_delivery_days() TO mooring_platform;
SELECT keep_delivery_days();
