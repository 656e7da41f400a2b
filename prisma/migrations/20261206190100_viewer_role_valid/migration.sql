ALTER TABLE membership VALIDATE CONSTRAINT membership_role_check;
ALTER TABLE invitation VALIDATE CONSTRAINT invitation_role_check;
