import { expect, test } from "vitest";
import { parseEgressRoute } from "@/lib/infra/egress-routes";

test("an egress address may have a region and a proxy; anything else is rejected without echoing a password", () => {
  expect(parseEgressRoute("eu=203.0.113.5")).toMatchObject({ ok: true, value: { address: "203.0.113.5", region: "eu", proxy: null } });
  expect(parseEgressRoute("2001:db8::1")).toMatchObject({ ok: true, value: { address: "2001:db8::1", region: null } });
  const behindProxy = parseEgressRoute("us-east=198.51.100.7=socks5://user:se=cret@egress-2:1080");
  expect(behindProxy).toMatchObject({ ok: true, value: { address: "198.51.100.7", region: "us-east" } });
  expect(behindProxy.ok && behindProxy.value.proxy?.host).toBe("egress-2:1080");
  expect(parseEgressRoute("eu=nowhere")).toMatchObject({ ok: false, reason: expect.stringContaining('"nowhere" is not one') });
  expect(JSON.stringify(parseEgressRoute("eu=203.0.113.5=ftp://user:secret@host"))).not.toContain("secret");
});
