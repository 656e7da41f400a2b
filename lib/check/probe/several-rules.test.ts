import { once } from "node:events";
import net from "node:net";
import { describe, expect, it } from "vitest";
import { runCheck } from "@/lib/check/probe/check-shop";
import { userAgents } from "@/lib/connectors/egress/identity";
import { cause, checkScene, egress, policy, SCENE_KEYS, summarize } from "@/lib/testing/check-scene";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { type FrontRule, refuseLikeNginx } from "@/lib/testing/start-front";

const [SHORT, LONG] = userAgents("woocommerce");
const [FIRST = "", SECOND = ""] = egress.addresses;
const THIRD = "127.0.0.5";
const three = { addresses: [FIRST, SECOND, THIRD], control: null };

interface Visitor {
  method: string;
  agent: string;
  from: string;
  asksOrders: boolean;
}

const refuse =
  (isRefused: (visitor: Visitor) => boolean | "cut"): FrontRule =>
  (request, response, from) => {
    const { method = "", headers, url = "" } = request;
    const how = isRefused({ method, agent: headers["user-agent"] ?? "", from, asksOrders: url.includes("/orders") });
    if (how !== "cut") return how && refuseLikeNginx(response);
    response.destroy();
    return true;
  };

describe.concurrent("independent rules", () => {
  it("an address that may not read orders, and methods of one User-Agent", async () => {
    const rule = refuse(
      ({ from, asksOrders, method, agent }) => (from === FIRST && asksOrders) || (agent === LONG && /PATCH|DELETE/.test(method)),
    );
    expect(summarize(await checkScene({ rule }))).toEqual([
      cause("ip_blocked", { addresses: [FIRST] }),
      cause("method_blocked", { methods: ["PATCH", "DELETE"], userAgents: [LONG] }),
    ]);
  });

  it("an address that may not read orders is not reported as methods, even with four addresses", async () => {
    const addresses = [FIRST, SECOND, THIRD, "127.0.0.6"];
    const rule = refuse(({ from, asksOrders }) => asksOrders && (from === FIRST || from === SECOND));
    expect(summarize(await checkScene({ rule, check: { egress: { addresses, control: egress.control } } }))).toEqual([
      cause("ip_blocked", { addresses: [FIRST, SECOND] }),
    ]);
  });

  it("a User-Agent that may not see the orders is not blamed on methods or addresses, not even with three addresses", async () => {
    const rule = refuse(({ agent, asksOrders }) => asksOrders && agent === LONG);
    expect(summarize(await checkScene({ rule, check: { egress: three } }))).toEqual([cause("user_agent_blocked", { userAgents: [LONG] })]);
  });

  it("a method for every client, and one pair of User-Agent and address that is cut off", async () => {
    const rule = refuse(({ method, agent, from }) => (agent === SHORT && from === SECOND ? "cut" : method === "OPTIONS"));
    expect(summarize(await checkScene({ rule }))).toEqual(
      [cause("method_blocked", { methods: ["OPTIONS"] }), cause("user_agent_blocked", { userAgents: [SHORT], addresses: [SECOND] })].sort(
        (a, b) => b.code.localeCompare(a.code),
      ),
    );
  });

  it("OPTIONS of one address with a key, while other methods are refused to every client", async () => {
    const rule = refuse(({ method, from }) => /PATCH|DELETE/.test(method) || (method === "OPTIONS" && from === SECOND));
    expect(summarize(await checkScene({ rule, check: { credentials: SCENE_KEYS.woocommerce } }))).toEqual([
      cause("method_blocked", { methods: ["OPTIONS"], addresses: [SECOND] }),
      cause("method_blocked", { methods: ["PATCH", "DELETE"] }),
    ]);
  });

  it("one method for every client, and another one for two of three addresses", async () => {
    const rule = refuse(({ method, from }) => (method === "DELETE" && from !== THIRD ? "cut" : method === "PATCH"));
    expect(summarize(await checkScene({ rule, check: { egress: three } }))).toEqual([
      cause("method_blocked", { methods: ["PATCH"] }),
      cause("method_blocked", { methods: ["DELETE"], addresses: [FIRST, SECOND] }),
    ]);
  });
});

it("a firewall that allows one connection per address at a time is not reported as a ban", async () => {
  const shop = await startFakeShop({ platform: "woocommerce" });
  const { port, hostname } = new URL(shop.url);
  let open = 0;
  const firewall = net.createServer((visitor) => {
    visitor.on("error", () => {});
    if (open > 0) {
      visitor.resetAndDestroy();
      return;
    }
    open += 1;
    const onward = net.connect(Number(port), hostname);
    onward.on("error", () => {});
    visitor.pipe(onward).pipe(visitor);
    visitor.on("close", () => {
      open -= 1;
      onward.destroy();
    });
  });
  firewall.listen(0, "127.0.0.1");
  await once(firewall, "listening");
  try {
    const address = firewall.address() as net.AddressInfo;
    const result = await runCheck({
      url: `http://127.0.0.1:${address.port}`,
      platform: "woocommerce",
      egress: { addresses: [FIRST], control: null },
      policy,
    });
    expect(summarize(result)).toEqual([]);
  } finally {
    firewall.close();
    await shop.close();
  }
});
