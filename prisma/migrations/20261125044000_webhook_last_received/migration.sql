-- When the carrier platform's last rightly signed delivery arrived: the page shows that the webhook works.
ALTER TABLE "integration" ADD COLUMN "webhook_received_at" TIMESTAMPTZ(3);
