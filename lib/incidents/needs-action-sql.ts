/** `needsAction` for the stored `facts` of an incident (lib/incidents/effects.ts). */
export const NEEDS_ACTION_SQL = `(
  exists (select from jsonb_array_elements(facts->'causes') cause where cause->>'clearedAt' is null and cause->>'fixer' <> 'itself')
  or exists (select from jsonb_each(facts->'lanes') lane where lane.value->>'failingSince' is not null and lane.value->>'state' in ('action_needed', 'off')))`;
