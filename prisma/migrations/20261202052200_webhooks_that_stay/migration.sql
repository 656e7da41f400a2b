-- Ids of webhooks that the shop did not let us delete.
alter table shop_webhook add column staying text[] not null default '{}';
