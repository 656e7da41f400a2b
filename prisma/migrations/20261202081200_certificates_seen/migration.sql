-- The last few certificates of the shop's server, from which follows when the shop usually renews.
alter table integration add column certificates_seen jsonb not null default '[]';
