-- Saved filters name a state by its new code.
CREATE FUNCTION pg_temp.renamed(query text) RETURNS text LANGUAGE sql AS $$
  SELECT replace(replace(replace(query, 'state=needs_you', 'state=action_needed'), 'state=at_rest', 'state=idle'), 'state=in_order', 'state=healthy')
$$;

UPDATE "saved_view" SET "query" = pg_temp.renamed("query") WHERE "query" LIKE '%state=%';

UPDATE "person_preference" SET "value" = (
  SELECT jsonb_agg(CASE WHEN jsonb_typeof(view) = 'object' THEN jsonb_set(view, '{query}', to_jsonb(pg_temp.renamed(view->>'query'))) ELSE view END)
  FROM jsonb_array_elements("value") AS view
) WHERE "key" LIKE 'list_views%' AND jsonb_typeof("value") = 'array' AND "value" <> '[]';
