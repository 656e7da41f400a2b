-- Searching orders, fast under row-level security. The policy's condition comes first, and LIKE may not run before it (it is not leakproof),
-- so as mooring_app no trigram index is ever used. The function below runs as mooring_platform, whose policy is `true`, and names the merchant
-- itself: the one of the transaction, never one that it is told. What it returns are ids; the rows are read by the caller, under its own
-- policy. The index holds the merchant beside the trigrams: a word that ten million orders of others contain costs nothing.
CREATE EXTENSION IF NOT EXISTS btree_gin;
DROP INDEX "shop_order_search_text_idx";
CREATE INDEX "shop_order_search_idx" ON "shop_order" USING gin ("merchant_id", "search_text" gin_trgm_ops);
CREATE INDEX "shipment_tracking_number_idx" ON "shipment" USING gin ("merchant_id", lower("tracking_number") gin_trgm_ops);
-- The filter by status, newest first, and the list of statuses, one by one.
CREATE INDEX "shop_order_status_idx" ON "shop_order" ("merchant_id", "status", "placed_at" DESC, "id");

-- A pattern for LIKE: what a person typed has no special signs.
CREATE FUNCTION like_pattern(word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT replace(replace(replace(word, '\', '\\'), '%', '\%'), '_', '\_') $$;

-- What every word asks of an order `o`. Words are lower case; those of one or two letters must begin a word, since an index of trigrams knows
-- no shorter parts.
CREATE FUNCTION order_search_conditions(words text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$
    SELECT string_agg(CASE
      WHEN length(word) < 3 THEN format('(o.search_text LIKE %L OR o.search_text LIKE %L)', like_pattern(word) || '%', '% ' || like_pattern(word) || '%')
      ELSE format('o.search_text LIKE %L', '%' || like_pattern(word) || '%')
    END, ' AND ') FROM unnest(words) word
  $$;

-- The statement that finds one page by the index. Apart, so that a test can have it explained.
CREATE FUNCTION order_search_statement(merchant uuid, words text[], tracked uuid[], filters text, most integer) RETURNS text LANGUAGE sql STABLE
  AS $$
    SELECT format('SELECT u.id, u.placed_at FROM (SELECT o.id, o.placed_at FROM shop_order o WHERE o.merchant_id = %L AND %s AND %s',
        merchant, order_search_conditions(words), filters)
      || CASE WHEN cardinality(tracked) > 0
        THEN format(' UNION SELECT o.id, o.placed_at FROM shop_order o WHERE o.merchant_id = %L AND o.id = ANY (%L::uuid[]) AND %s', merchant, tracked, filters)
        ELSE '' END
      || format(') u ORDER BY u.placed_at DESC, u.id LIMIT %s', most)
  $$;

-- One page of orders that contain every word, newest first, after (after_placed, after_id). First the newest 2,000 orders are read through, where
-- a frequent word is found at once; what is left is found by the index. A single word is looked for among tracking numbers too.
CREATE FUNCTION search_orders(
  words text[], only_integration uuid, only_status text, only_tracking text, placed_from timestamptz, placed_to timestamptz,
  after_placed timestamptz, after_id uuid, most integer
) RETURNS TABLE (id uuid, placed_at timestamptz) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
DECLARE
  merchant uuid := app_merchant_id();
  tracked uuid[] := '{}';
  filters text := 'true';
  beyond text := 'true';
  border_placed timestamptz;
  border_id uuid;
  found_count integer;
BEGIN
  IF merchant IS NULL OR cardinality(words) = 0 THEN RETURN; END IF;
  IF cardinality(words) = 1 AND length(words[1]) >= 4 THEN
    tracked := ARRAY(SELECT DISTINCT s.order_id FROM shipment s
      WHERE s.merchant_id = merchant AND lower(s.tracking_number) LIKE '%' || like_pattern(words[1]) || '%' LIMIT 500);
  END IF;
  IF only_integration IS NOT NULL THEN filters := filters || format(' AND o.integration_id = %L', only_integration); END IF;
  IF only_status IS NOT NULL THEN filters := filters || format(' AND o.status = %L', only_status); END IF;
  IF only_tracking IS NOT NULL THEN
    filters := filters || format(' AND EXISTS (SELECT FROM shipment s WHERE s.merchant_id = o.merchant_id AND s.order_id = o.id AND s.status = %L)', only_tracking);
  END IF;
  IF placed_from IS NOT NULL THEN filters := filters || format(' AND o.placed_at >= %L', placed_from); END IF;
  IF placed_to IS NOT NULL THEN filters := filters || format(' AND o.placed_at < %L', placed_to); END IF;
  IF after_placed IS NOT NULL THEN
    beyond := format('o.placed_at <= %1$L AND (o.placed_at < %1$L OR o.id > %2$L)', after_placed, after_id);
  END IF;

  RETURN QUERY EXECUTE format(
    'SELECT o.id, o.placed_at FROM (SELECT * FROM shop_order o WHERE o.merchant_id = %L AND %s ORDER BY o.placed_at DESC, o.id LIMIT 2000) o '
    'WHERE %s AND (o.id = ANY (%L::uuid[]) OR (%s)) ORDER BY o.placed_at DESC, o.id LIMIT %s',
    merchant, beyond, filters, tracked, order_search_conditions(words), most);
  GET DIAGNOSTICS found_count = ROW_COUNT;
  IF found_count >= most THEN RETURN; END IF;

  EXECUTE format('SELECT o.placed_at, o.id FROM shop_order o WHERE o.merchant_id = %L AND %s ORDER BY o.placed_at DESC, o.id OFFSET 1999 LIMIT 1', merchant, beyond)
    INTO border_placed, border_id;
  IF border_placed IS NULL THEN RETURN; END IF;
  filters := filters || format(' AND o.placed_at <= %1$L AND (o.placed_at < %1$L OR o.id > %2$L)', border_placed, border_id);
  RETURN QUERY EXECUTE order_search_statement(merchant, words, tracked, filters, most - found_count);
END
$$;

GRANT CREATE ON SCHEMA public TO mooring_platform;
ALTER FUNCTION search_orders(text[], uuid, text, text, timestamptz, timestamptz, timestamptz, uuid, integer) OWNER TO mooring_platform;
REVOKE CREATE ON SCHEMA public FROM mooring_platform;
REVOKE ALL ON FUNCTION search_orders(text[], uuid, text, text, timestamptz, timestamptz, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_orders(text[], uuid, text, text, timestamptz, timestamptz, timestamptz, uuid, integer) TO mooring_app;
