-- What the login of web and worker may not do, whatever a statement asks for (docs/decisions/0002-row-level-security.md).

-- A merchant goes only through a function that mooring_eraser owns and that checks for itself whether it may: the run-time roles cannot delete one.
DO $$
BEGIN
  BEGIN
    CREATE ROLE mooring_eraser NOLOGIN NOBYPASSRLS;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  BEGIN
    EXECUTE format('GRANT mooring_eraser TO %I', current_user);
  EXCEPTION WHEN unique_violation THEN NULL; -- another database of this server is migrated at the same moment
  END;
END
$$;
GRANT USAGE ON SCHEMA public TO mooring_eraser;
REVOKE DELETE ON "merchant" FROM mooring_platform;
CREATE POLICY erasure ON "merchant" TO mooring_eraser USING (true);
GRANT SELECT, DELETE ON "merchant" TO mooring_eraser;

-- What happened stays.
REVOKE UPDATE, DELETE, TRUNCATE ON "audit_event", "platform_event", "lane_transition" FROM mooring_app, mooring_platform;

-- A database that began with PostgreSQL 14 or older lets everybody create tables here.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- Large objects belong to no table: no policy would separate merchants in them. Without superuser rights this only warns.
DO $$
DECLARE
  routine regprocedure;
BEGIN
  FOR routine IN SELECT oid FROM pg_proc
    WHERE pronamespace = 'pg_catalog'::regnamespace AND (proname LIKE 'lo\_%' OR proname IN ('loread', 'lowrite')) LOOP
    BEGIN
      EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', routine);
    EXCEPTION WHEN insufficient_privilege THEN NULL; -- of those that only superusers may call
    END;
  END LOOP;
END
$$;
