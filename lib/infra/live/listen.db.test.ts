import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, describe, expect, it, vi } from "vitest";
import { inPlatform } from "@/lib/infra/db";
import { required } from "@/lib/infra/env";
import type { LiveEvent } from "@/lib/infra/live/events";
import { type LiveSignal, stopListening, subscribe, whenListening } from "@/lib/infra/live/listen";
import { publish } from "@/lib/infra/live/publish";

// The environment is read once, so it must point to the relay before other modules are imported.
const relay = await vi.hoisted(async () => {
  const { startRelay } = await import("@/lib/testing/relay");
  const started = await startRelay(process.env["DATABASE_URL"] ?? "");
  process.env["DATABASE_DIRECT_URL"] = started.url;
  vi.resetModules();
  return started;
});

afterAll(async () => {
  await stopListening();
  await relay.close();
});

const event = (merchantId: string): LiveEvent => ({ kind: "integration", merchantId, integrationId: randomUUID() });
const tell = (told: LiveEvent): Promise<void> => inPlatform((tx) => publish(tx, told));

function listen(merchantId: string): { heard: LiveSignal[]; leave: () => void } {
  const heard: LiveSignal[] = [];
  return { heard, leave: subscribe(merchantId, (signal) => heard.push(signal)) };
}

/** Simulates a restart of the database for the listener. */
async function cutConnection(): Promise<void> {
  const admin = new pg.Client({ connectionString: required("MIGRATE_DATABASE_URL") });
  await admin.connect();
  await admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mooring live' and datname = current_database()",
  );
  await admin.end();
}

describe("listening for committed changes", () => {
  it("receives the merchant's own changes at commit, and no other merchant's", async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    const { heard, leave } = listen(mine);
    await whenListening();
    const told = event(mine);
    await tell(event(other));
    await inPlatform(async (tx) => {
      await publish(tx, event(mine));
      throw new Error("rolled back");
    }).catch(() => {});
    await tell(told);
    await expect.poll(() => heard).toContainEqual(told);
    expect(heard.filter((signal) => signal.kind !== "connected")).toEqual([told]);
    leave();
    await tell(event(mine));
    const last = event(other);
    const witness = listen(other);
    await tell(last);
    await expect.poll(() => witness.heard).toContainEqual(last);
    expect(heard.filter((signal) => signal.kind !== "connected")).toEqual([told]);
  });

  it("reconnects after the database closed the connection, and signals that changes may have been missed", async () => {
    const mine = randomUUID();
    const { heard } = listen(mine);
    await whenListening();
    heard.length = 0;
    await cutConnection();
    await expect.poll(() => heard).toContainEqual({ kind: "connected" });
    const told = event(mine);
    await tell(told);
    await expect.poll(() => heard).toContainEqual(told);
  });

  it("reconnects when an open connection drops packets, and signals that changes may have been missed", async () => {
    const mine = randomUUID();
    const { heard } = listen(mine);
    await whenListening();
    heard.length = 0;
    relay.freeze();
    await tell(event(mine));
    await expect.poll(() => heard).toContainEqual({ kind: "connected" });
    const told = event(mine);
    await tell(told);
    await expect.poll(() => heard).toContainEqual(told);
    expect(relay.openConnections()).toBe(1);
  });
});
