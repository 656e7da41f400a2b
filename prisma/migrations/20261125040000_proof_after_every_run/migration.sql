-- Which window a count proof compared, and whether a difference was sought order by order: a scheduled run seeks only what is new.
ALTER TABLE "sync_run" ADD COLUMN "proof_from" TIMESTAMPTZ(3), ADD COLUMN "proof_to" TIMESTAMPTZ(3), ADD COLUMN "proof_is_whole" BOOLEAN NOT NULL DEFAULT true,
  ADD COLUMN "sought" BOOLEAN NOT NULL DEFAULT false;

-- When an order that was set aside was last changed in the shop, where that could be read: it is counted in the windows that hold it.
ALTER TABLE "order_set_aside" ADD COLUMN "modified_at" TIMESTAMPTZ(3);
