-- WooCommerce gives all deliveries of one webhook in one second the same id: a delivery is its id, its order and its body.
TRUNCATE TABLE "shop_webhook_delivery";
ALTER TABLE "shop_webhook_delivery" DROP CONSTRAINT "shop_webhook_delivery_pkey",
ADD COLUMN     "body_hash" BYTEA NOT NULL,
ADD COLUMN     "external_id" TEXT NOT NULL,
ADD CONSTRAINT "shop_webhook_delivery_pkey" PRIMARY KEY ("merchant_id", "integration_id", "delivery_id", "external_id", "body_hash");

-- Of two events of a parcel at the same time the newest one cannot be told by time alone.
ALTER TABLE "sendcloud_parcel" ADD COLUMN     "event_hash" BYTEA,
ADD COLUMN     "is_cancelled" BOOLEAN NOT NULL DEFAULT false;
