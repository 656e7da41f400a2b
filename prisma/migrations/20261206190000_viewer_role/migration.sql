-- Members who may only read. NOT VALID takes no lock for a scan of the table; the next migration validates.
ALTER TABLE membership DROP CONSTRAINT membership_role_check,
  ADD CONSTRAINT membership_role_check CHECK (role IN ('owner', 'member', 'viewer')) NOT VALID;
ALTER TABLE invitation DROP CONSTRAINT invitation_role_check,
  ADD CONSTRAINT invitation_role_check CHECK (role IN ('owner', 'member', 'viewer')) NOT VALID;
