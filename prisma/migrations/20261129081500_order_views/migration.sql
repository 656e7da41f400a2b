-- Saved filters of the list of orders, shared by the members of a merchant. They hold no search text, which can name a buyer.
CREATE TABLE "order_view" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,

    CONSTRAINT "order_view_pkey" PRIMARY KEY ("merchant_id", "id")
);
CREATE UNIQUE INDEX "order_view_merchant_id_name_key" ON "order_view"("merchant_id", "name");
ALTER TABLE "order_view" ADD CONSTRAINT "order_view_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "order_view" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "order_view" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "order_view" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "order_view" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON "order_view" TO mooring_app, mooring_platform;
