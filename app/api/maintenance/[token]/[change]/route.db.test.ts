import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { POST } from "@/app/api/maintenance/[token]/[change]/route";
import * as end from "@/app/api/maintenance/end/route";
import * as start from "@/app/api/maintenance/start/route";
import { QUOTAS } from "@/lib/identity/quota/policy";
import { spendQuota } from "@/lib/identity/quota/spend";
import { inPlatform } from "@/lib/infra/db";
import { revokeMaintenanceToken } from "@/lib/sync/maintenance/mutations";
import { findByMaintenanceToken } from "@/lib/sync/maintenance/token";
import { makeMaintenanceToken } from "@/lib/sync/mutations";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";

async function tokenOf(connected: ConnectedShop): Promise<string> {
  const made = await makeMaintenanceToken(connected.scope, connected);
  if (!made.ok) throw new Error(made.reason);
  return made.value.token;
}
const call = async (token: string, change: string, query = ""): Promise<number> => {
  const request = new Request(`http://mooring.test/api/maintenance/${token}/${change}${query}`, { method: "POST" });
  return (await POST(request, { params: Promise.resolve({ token, change }) })).status;
};
const laneOf = ({ integrationId }: ConnectedShop) =>
  inPlatform((tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane: "orders_in" } }));

describe("the maintenance URL for deploy scripts", () => {
  it("opens a maintenance window of the requested length and ends it, both audited", async () => {
    const connected = await connectShop();
    const token = await tokenOf(connected);
    expect(await call(token, "start", "?minutes=30")).toBe(204);
    const lane = await laneOf(connected);
    expect(lane).toMatchObject({ state: "maintenance", reason: "window_announced" });
    const minutesLeft = ((lane.nextSyncAt?.getTime() ?? 0) - Date.now()) / 60_000;
    expect(minutesLeft).toBeGreaterThan(29);
    expect(minutesLeft).toBeLessThanOrEqual(30);
    expect(await call(token, "end")).toBe(204);
    expect((await laneOf(connected)).state).toBe("regular");
    const audited = await inPlatform((tx) =>
      tx.auditEvent.findMany({ where: { integrationId: connected.integrationId, actor: { path: ["job"], equals: "deploy-script" } } }),
    );
    expect(audited.map((event) => event.action).sort()).toEqual(["maintenance_announced", "maintenance_ended"]);
  });

  it("moves the end of its window when called again, instead of opening another", async () => {
    const connected = await connectShop();
    const token = await tokenOf(connected);
    const windows = () => inPlatform((tx) => tx.maintenanceWindow.findMany({ where: { integrationId: connected.integrationId } }));
    for (const minutes of [10, 30, 20]) expect(await call(token, "start", `?minutes=${minutes}`)).toBe(204);
    const [window, ...others] = await windows();
    expect(others).toEqual([]);
    expect((await laneOf(connected)).nextSyncAt).toEqual(window?.endsAt);
    const minutesLeft = ((window?.endsAt.getTime() ?? 0) - Date.now()) / 60_000;
    expect(minutesLeft).toBeGreaterThan(15);
    expect(minutesLeft).toBeLessThanOrEqual(20);
    await call(token, "end");
    await call(token, "start");
    expect(await windows(), "an ended window is history").toHaveLength(2);
  });

  it("is limited per merchant and says when to try again", async () => {
    const connected = await connectShop();
    const token = await tokenOf(connected);
    await spendQuota({ scope: connected.scope }, "announce_maintenance", QUOTAS.announce_maintenance[0].most);
    expect(await call(token, "start")).toBe(429);
    expect((await laneOf(connected)).state).toBe("regular");
  });

  it("refuses an unknown or twice replaced token, an unknown action, and an invalid length", async () => {
    const [connected, other] = [await connectShop(), await connectShop()];
    const old = await tokenOf(connected);
    await tokenOf(connected);
    const token = await tokenOf(connected);
    await tokenOf(other);
    for (const wrong of [old, "", "x", connected.integrationId, randomBytes(32).toString("base64url")]) {
      expect(await call(wrong, "start")).toBe(404);
      expect(await call(wrong, "end")).toBe(404);
    }
    expect(await call(token, "restart")).toBe(404);
    for (const minutes of ["0", "-5", "99999", "soon"]) expect(await call(token, "start", `?minutes=${minutes}`)).toBe(400);
    expect((await laneOf(connected)).state).toBe("regular");
    expect(await call(token, "start")).toBe(204);
    expect([(await laneOf(connected)).state, (await laneOf(other)).state]).toEqual(["maintenance", "regular"]);
  });

  it("accepts the token in a header, so that access logs do not contain it", async () => {
    const connected = await connectShop();
    const token = await tokenOf(connected);
    const byHeader = async (authorization: string | null, { POST: post }: typeof start): Promise<number> => {
      const headers = authorization === null ? {} : { authorization };
      return (await post(new Request("http://mooring.test/api/maintenance/start?minutes=30", { method: "POST", headers }))).status;
    };
    for (const wrong of [null, "", "Bearer", token, `Basic ${token}`, `Bearer ${token}x`]) expect(await byHeader(wrong, start)).toBe(404);
    expect(await byHeader(`Bearer ${token}`, start)).toBe(204);
    expect((await laneOf(connected)).state).toBe("maintenance");
    expect(await byHeader(`bearer ${token}`, end)).toBe(204);
    expect((await laneOf(connected)).state).toBe("regular");
  });

  it("keeps working for a day after a new token is created, unless revoked", async () => {
    const connected = await connectShop();
    const old = await tokenOf(connected);
    const fresh = await tokenOf(connected);
    expect([await call(old, "start"), await call(fresh, "end")]).toEqual([204, 204]);
    const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);
    expect(await findByMaintenanceToken(old, inHours(23.9))).not.toBeNull();
    expect(await findByMaintenanceToken(old, inHours(24.1))).toBeNull();
    expect(await findByMaintenanceToken(fresh, inHours(24.1))).not.toBeNull();
    await revokeMaintenanceToken(connected.scope, connected);
    expect([await call(old, "start"), await call(fresh, "start")]).toEqual([404, 404]);
  });

  it("stores only the hash of its token", async () => {
    const connected = await connectShop();
    const token = await tokenOf(connected);
    const row = await inPlatform((tx) => tx.integration.findUniqueOrThrow({ where: { id: connected.integrationId } }));
    expect(row.maintenanceTokenHash).toHaveLength(32);
    expect(JSON.stringify(row)).not.toContain(token);
    expect(Buffer.from(row.maintenanceTokenHash ?? []).toString("base64url")).not.toBe(token);
  });
});
