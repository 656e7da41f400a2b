-- Who did what a timeline tells; erased accounts are renamed (lib/identity/erasure).
-- safe: a constant default rewrites nothing
ALTER TABLE incident_entry ADD COLUMN actor jsonb NOT NULL DEFAULT '{}';
GRANT UPDATE ON incident_entry TO mooring_platform;
