-- A merchant's shop is told of a shared incident only if it has the same cause.
GRANT SELECT (cause) ON fleet_incident TO mooring_app;
