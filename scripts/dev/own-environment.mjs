// The environment of tests: the user's, without variables that would change the product under test.

const FOREIGN = [
  "CONTROL_ADDRESS",
  "CREDENTIALS_KEYS",
  "DATABASE_DIRECT_URL",
  "DATABASE_POOL",
  "DATABASE_TIMEOUT_SECONDS",
  "DATABASE_URL",
  "DEMO_FOLDER",
  "DEMO_GUIDE",
  "DEMO_PASSWORD",
  "DEMO_PORT_BASE",
  "DEMO_PUBLIC",
  "DEMO_PUBLIC_CONFIRMED",
  "DEMO_TARGETS",
  "EGRESS_ADDRESSES",
  "HOST",
  "DRAIN_SECONDS",
  "LOG_LEVEL",
  "METRICS_HOST",
  "METRICS_PORT",
  "MIGRATE_DATABASE_URL",
  "MAIL_CAPTURE",
  "MOORING_DEMO",
  "NEXTAUTH_SECRET",
  "NEXTAUTH_SECRET_PREVIOUS",
  "NEXTAUTH_URL",
  "NODE_ENV",
  "OIDC_CLIENT_ID",
  "OIDC_CLIENT_SECRET",
  "OIDC_EMAIL_DOMAINS",
  "OIDC_ISSUER",
  "OIDC_LABEL",
  "OIDC_REQUIRED",
  "OIDC_STAFF_CLAIM",
  "OIDC_STAFF_VALUES",
  "OIDC_TRUST_EMAIL",
  "PORT",
  "PROBE_ALLOW_NETWORKS",
  "TRUSTED_PROXIES",
];

/** @returns {NodeJS.ProcessEnv} */
export function ownEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !FOREIGN.includes(name));
  return { ...Object.fromEntries(kept), NEXT_TELEMETRY_DISABLED: "1" };
}
