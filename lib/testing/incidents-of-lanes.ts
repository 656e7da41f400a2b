/** Opens an incident for every shop whose lanes fail and that has none: for fixtures that write lanes instead of playing events. */
export const INCIDENTS_OF_LANES = `
  insert into incident (merchant_id, id, integration_id, opened_at, facts)
  select merchant_id, gen_random_uuid(), integration_id, min(began), jsonb_build_object('quietSince', null, 'goodObservations', 0, 'cameBack', 0,
    'causes', '[]'::jsonb, 'asked', null, 'told', '{"state":null,"at":[]}'::jsonb,
    'lanes', '{"orders_in":null,"tracking_out":null}'::jsonb || jsonb_object_agg(lane, jsonb_build_object('state', state, 'failingSince', began,
      'reason', jsonb_build_object('code', reason) || reason_params)))
  from (select *, coalesce(failing_since, since) as began from lane) l
  where state not in ('regular', 'paused') and reason not in ('no_credentials', 'window_announced')
    and not exists (select from incident i where i.integration_id = l.integration_id)
  group by merchant_id, integration_id`;
