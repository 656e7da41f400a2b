-- One rule for addresses to erase, here and in erasable-address.ts: [:space:] depends on the locale, and held U+0085 for a space where the page did not.
CREATE FUNCTION is_erasable_address(address text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog AS $$
  SELECT length(address) <= 254 AND address ~ (
    SELECT '^' || part || '@' || part || '$'
    FROM (VALUES ('[^\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff@"<>(),;:\\]+')) AS parts(part))
$$;

CREATE OR REPLACE FUNCTION begin_erasure(of_merchant uuid, of_integration uuid, hashes bytea[], addresses text[], order_ids text[], every_buyer boolean, asker jsonb, asked_from text)
RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  begun uuid;
BEGIN
  IF EXISTS (SELECT FROM unnest(addresses) a WHERE is_erasable_address(a) IS NOT TRUE) THEN
    RAISE EXCEPTION 'not an e-mail address';
  END IF;
  IF of_integration IS NOT NULL AND NOT EXISTS (SELECT FROM integration WHERE merchant_id = of_merchant AND id = of_integration) THEN
    RAISE EXCEPTION 'no such shop of this merchant';
  END IF;
  INSERT INTO erased_buyer (merchant_id, email_hash) SELECT DISTINCT of_merchant, h FROM unnest(hashes) h
    ON CONFLICT (merchant_id, email_hash) DO UPDATE SET erased_at = excluded.erased_at;
  INSERT INTO buyer_erasure (merchant_id, integration_id, emails, external_ids, whole_shop, requested_by, source_address)
    VALUES (of_merchant, of_integration, addresses, order_ids, every_buyer, asker, asked_from) RETURNING id INTO begun;
  RETURN begun;
END
$$;
