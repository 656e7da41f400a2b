-- The search of the migration left_out_statuses, which now knows of orders without any parcel, too; its owner and its grants stay.
CREATE OR REPLACE FUNCTION search_orders(
  words text[], only_integration uuid, only_status text, only_tracking text, placed_from timestamptz, placed_to timestamptz,
  after_placed timestamptz, after_id uuid, only_left_out boolean, most integer
) RETURNS TABLE (id uuid, placed_at timestamptz) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
DECLARE
  merchant uuid := app_merchant_id();
  tracked uuid[] := '{}';
  filters text := 'true';
  beyond text := 'true';
  left_out text;
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
  IF only_tracking = 'none' THEN
    -- By the order alone, which is of one merchant: with both, a table that nobody has counted yet was read as a whole for every order.
    filters := filters || ' AND NOT EXISTS (SELECT FROM shipment s WHERE s.order_id = o.id)';
  ELSIF only_tracking IS NOT NULL THEN
    filters := filters || format(' AND EXISTS (SELECT FROM shipment s WHERE s.merchant_id = o.merchant_id AND s.order_id = o.id AND s.status = %L)', only_tracking);
  END IF;
  SELECT string_agg(format('(o.integration_id = %L AND o.status = ANY (%L::text[]))', i.id, i.left_out_statuses), ' OR ') INTO left_out
    FROM integration i WHERE i.merchant_id = merchant AND i.left_out_statuses <> '{}';
  filters := filters || format(CASE WHEN only_left_out THEN ' AND (%s)' ELSE ' AND NOT (%s)' END, coalesce(left_out, 'false'));
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
