// Environment for tests: the user's, without variables that would change the product under test.

const FOREIGN = [
  /^(ALLOW_PLAIN|CREDENTIALS|DATABASE|DEMO|DRAIN|MAIL|METRICS|MIGRATE|MOORING|NEXTAUTH|NOTIFY|OIDC|OTEL|PROBE|SECURITY|SESSION|SHOPIFY|SMTP|STAFF|SUPPORT|TRUSTED)_/,
  /^(CONTROL_ADDRESS|EGRESS_\w+|HOST|LOG_LEVEL|NODE_ENV|PORT|SIGN_UP)$/,
];

/** @returns {NodeJS.ProcessEnv} */
export function ownEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !FOREIGN.some((pattern) => pattern.test(name)));
  return { ...Object.fromEntries(kept), NEXT_TELEMETRY_DISABLED: "1" };
}
