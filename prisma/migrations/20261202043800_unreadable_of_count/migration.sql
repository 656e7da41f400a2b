-- How many of the orders that a count check counted here are quarantined, i.e. not imported.
alter table sync_run add column our_unreadable int;
