-- How long the phases of the first exchange of a run, and of the first cold request of a check, took in milliseconds. A phase that did not
-- happen is null. Rows of the past get theirs from the results of their checks.
ALTER TABLE "sync_run"
    ADD COLUMN "dns_ms" REAL, ADD COLUMN "connect_ms" REAL, ADD COLUMN "tls_ms" REAL, ADD COLUMN "first_byte_ms" REAL;
ALTER TABLE "reachability_check"
    ADD COLUMN "dns_ms" REAL, ADD COLUMN "connect_ms" REAL, ADD COLUMN "tls_ms" REAL, ADD COLUMN "first_byte_ms" REAL;

UPDATE "reachability_check" c
SET "dns_ms" = (times->>'dns')::real, "connect_ms" = (times->>'connect')::real, "tls_ms" = (times->>'tls')::real, "first_byte_ms" = (times->>'firstByte')::real
FROM (
    SELECT "id", jsonb_path_query_first("result", '$.probes[*] ? (@.coldConnection == true && @.source == "egress")')->'timingsMs' AS times
    FROM "reachability_check" WHERE "result" IS NOT NULL
) probed
WHERE probed."id" = c."id" AND times IS NOT NULL;
