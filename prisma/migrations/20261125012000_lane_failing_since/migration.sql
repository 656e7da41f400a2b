-- When the trouble of a lane began: giving up after 30 days counts from here, whatever states the lane went through meanwhile.
ALTER TABLE "lane" ADD COLUMN "failing_since" TIMESTAMPTZ(3);
