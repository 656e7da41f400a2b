-- The shop's own names of its order statuses, by status.
alter table integration add column status_names jsonb not null default '{}';
