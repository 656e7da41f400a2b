import { test as base } from "@/e2e/support/test";

const HELD = "('paused', 'maintenance')";
const KEPT = [
  "state",
  "since",
  "reason",
  "reason_params",
  "failures",
  "delay_seconds",
  "next_sync_at",
  "next_recovery_probe_at",
  "failing_since",
];

/**
 * For scenarios that pause demo shops or announce maintenance. All scenarios share one product: afterwards the shops continue as before, so
 * that a failed scenario does not make the next ones fail.
 */
export const test = base.extend<{ shopsAsFound: undefined }>({
  shopsAsFound: [
    async ({ query }, use) => {
      const lanes = await query("select * from lane");
      const [{ now } = { now: null }] = await query("select now()");
      await use(undefined);
      await query("delete from maintenance_window where created_at >= $1", [now]);
      for (const lane of lanes)
        await query(
          `update lane set ${KEPT.map((name, at) => `${name} = $${at + 3}`).join(", ")}
           where integration_id = $1 and lane = $2 and state in ${HELD} and state <> $3`,
          [lane["integration_id"], lane["lane"], ...KEPT.map((name) => lane[name])],
        );
    },
    { auto: true },
  ],
});

export { expect } from "@/e2e/support/test";
