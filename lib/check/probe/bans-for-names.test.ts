import type http from "node:http";
import { describe, expect, it } from "vitest";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { checkScene, egress, SCENE_KEYS } from "@/lib/testing/check-scene";
import { type FrontRule, refuseLikeNginx } from "@/lib/testing/start-front";

const [SHORT, LONG] = userAgents("woocommerce");

/** Refuses these User-Agents, and bans an address after `count` refusals, as fail2ban does. */
function banAfter(count: number, names: readonly string[], refuse: (response: http.ServerResponse) => true): FrontRule {
  const refused = new Map<string, number>();
  return (request, response, from) => {
    const before = refused.get(from) ?? 0;
    if (before >= count) return refuse(response);
    if (!names.includes(request.headers["user-agent"] ?? "")) return false;
    refused.set(from, before + 1);
    return refuseLikeNginx(response, 405, "Not Allowed");
  };
}

const cut = (response: http.ServerResponse): true => {
  response.socket?.destroy();
  return true;
};

describe.concurrent("addresses that are banned because of a User-Agent are not reported as blocked", () => {
  for (const control of [egress.control, null])
    for (const [what, refuse] of [["403", refuseLikeNginx] as const, ["a closed connection", cut] as const])
      for (const names of [[LONG], [SHORT], [SHORT, LONG]])
        it(`after two refusals of ${names.join(" and ")}, by ${what}, ${control ? "with" : "without"} a control`, async () => {
          const rule = banAfter(2, names, (response) => refuse(response));
          const result = await checkScene({ rule, check: { egress: { ...egress, control } } });
          // An address that may use the long User-Agent collects too few refusals for a ban.
          if (names.includes(LONG)) expect(result.causes.map(({ code }) => code)).toContain("banned_during_test");
          expect(result.causes.length).toBeGreaterThan(0);
          for (const { code, userAgents: found, methods } of result.causes) {
            expect(["user_agent_blocked", "banned_during_test"]).toContain(code);
            expect(methods).toEqual([]);
            for (const name of found) expect(names).toContain(name);
          }
        });

  it("except an address that is refused with any User-Agent while another one is banned for a method", async () => {
    let patched = false;
    const result = await checkScene({
      check: { credentials: SCENE_KEYS.woocommerce },
      rule: (request, response, from) => {
        if (from === "127.0.0.3") return refuseLikeNginx(response);
        if (from === "127.0.0.2" && patched) return refuseLikeNginx(response);
        patched ||= from === "127.0.0.2" && request.method === "PATCH";
        return request.method === "PATCH" && refuseLikeNginx(response);
      },
    });
    expect(result.causes.find(({ code }) => code === "ip_blocked")?.addresses).toEqual(["127.0.0.3"]);
    expect(result.causes.map(({ code }) => code)).toContain("banned_during_test");
  });
});
