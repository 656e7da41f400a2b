import { once } from "node:events";
import net from "node:net";
import { describe, expect, it } from "vitest";
import { runCheck } from "@/lib/check/probe/check-shop";
import { userAgents } from "@/lib/connectors/egress/user-agents";
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

  it("a method for every client, and a pair of User-Agent and address from which only that method was sent", async () => {
    const rule: FrontRule = ({ method, headers }, response, from) => {
      if (headers["user-agent"] !== SHORT || from !== SECOND) return method === "OPTIONS" && refuseLikeNginx(response);
      response.writeHead(200, { "Content-Type": "text/html" });
      response.end("<html><title>Welcome</title></html>");
      return true;
    };
    expect(summarize(await checkScene({ rule }))).toEqual([
      cause("user_agent_blocked", { userAgents: [SHORT], addresses: [SECOND] }),
      cause("method_blocked", { methods: ["OPTIONS"] }),
    ]);
  });

  it("a User-Agent that is redirected away from one address does not make that address blocked", async () => {
    const rule: FrontRule = ({ headers, method }, response, from) => {
      if (headers["user-agent"] !== SHORT || from !== FIRST)
        return method === "OPTIONS" && headers["user-agent"] === LONG && refuseLikeNginx(response);
      response.writeHead(302, { Location: "https://blocked.example/" });
      response.end();
      return true;
    };
    expect(summarize(await checkScene({ rule, check: { credentials: SCENE_KEYS.woocommerce } }))).toEqual([
      cause("user_agent_blocked", { userAgents: [SHORT], addresses: [FIRST] }),
      cause("method_blocked", { methods: ["OPTIONS"], userAgents: [LONG] }),
    ]);
  });

  it("a method that was sent as one User-Agent is refused to it alone if others are refused to it alike", async () => {
    const rule: FrontRule = ({ method = "", headers }, response) => {
      if (headers["user-agent"] !== SHORT || method === "GET") return false;
      if (method === "OPTIONS" || method === "PATCH") return refuseLikeNginx(response, 406, "Not Acceptable");
      response.destroy();
      return true;
    };
    expect(summarize(await checkScene({ rule, check: { credentials: SCENE_KEYS.woocommerce } }))).toEqual([
      cause("method_blocked", { methods: ["POST", "OPTIONS", "PATCH", "DELETE"], userAgents: [SHORT] }),
    ]);
  });

  it("a User-Agent that may not see the orders, and the other one from one address, do not close the path to others", async () => {
    const rule = refuse(({ agent, from, asksOrders }) => (agent === SHORT ? from === SECOND : agent === LONG && asksOrders && "cut"));
    expect(summarize(await checkScene({ rule }))).toEqual([
      cause("user_agent_blocked", { userAgents: [SHORT], addresses: [SECOND] }),
      cause("user_agent_blocked", { userAgents: [LONG] }),
    ]);
  });

  it('"not found" for one User-Agent from one address is not the page for what does not exist', async () => {
    const rule: FrontRule = ({ headers }, response, from) =>
      headers["user-agent"] === SHORT && from === SECOND && refuseLikeNginx(response, 404, "Not Found");
    expect(summarize(await checkScene({ shopSystem: "magento", rule }))).toEqual([
      cause("user_agent_blocked", { userAgents: [SHORT], addresses: [SECOND] }),
    ]);
  });

  it("a User-Agent that may not see the orders, where all may only read", async () => {
    const rule = refuse(({ agent, method, asksOrders }) => asksOrders && (agent === LONG || method !== "GET"));
    expect(summarize(await checkScene({ rule }))).toEqual([
      cause("method_blocked", { methods: ["POST", "OPTIONS", "PATCH", "DELETE"] }),
      cause("user_agent_blocked", { userAgents: [LONG] }),
    ]);
  });

  it("methods of one User-Agent, and the other one that may not see the orders from one address", async () => {
    const rule = refuse(({ agent, from, method, asksOrders }) =>
      agent === LONG ? /OPTIONS|PATCH|DELETE/.test(method) : agent === SHORT && from === SECOND && asksOrders,
    );
    expect(summarize(await checkScene({ rule, check: { credentials: SCENE_KEYS.woocommerce } }))).toEqual([
      cause("method_blocked", { methods: ["OPTIONS", "PATCH", "DELETE"], userAgents: [LONG] }),
      cause("user_agent_blocked", { userAgents: [SHORT], addresses: [SECOND] }),
    ]);
  });

  it("one page instead of several methods of one User-Agent, OPTIONS among them", async () => {
    const rule: FrontRule = ({ method = "", headers }, response) => {
      if (headers["user-agent"] !== SHORT || !/POST|OPTIONS|PATCH/.test(method)) return false;
      response.writeHead(200, { "Content-Type": "text/html" });
      response.end("<html><title>Welcome</title></html>");
      return true;
    };
    expect(summarize(await checkScene({ rule }))).toEqual([
      cause("method_blocked", { methods: ["POST", "OPTIONS", "PATCH"], userAgents: [SHORT] }),
    ]);
  });

  it("a User-Agent that may not see the orders, and a method of one address, which others may use", async () => {
    const rule = refuse(
      ({ agent, from, method, asksOrders }) => (agent === LONG && asksOrders) || (from === SECOND && method === "OPTIONS"),
    );
    expect(summarize(await checkScene({ rule }))).toEqual([
      cause("method_blocked", { methods: ["OPTIONS"], addresses: [SECOND] }),
      cause("user_agent_blocked", { userAgents: [LONG] }),
    ]);
  });

  it("a refusal and a limit that has no end, each to one published address, are a list of addresses", async () => {
    const rule: FrontRule = (_, response, from) => {
      if (from !== FIRST && from !== SECOND) return false;
      response.setHeader("Retry-After", "0");
      return from === FIRST ? refuseLikeNginx(response) : refuseLikeNginx(response, 429, "Too Many Requests");
    };
    expect(summarize(await checkScene({ rule }))).toEqual([cause("ip_blocked", { addresses: [FIRST, SECOND] })]);
  });

  it("one method for every client, and another one for two of three addresses", async () => {
    const rule = refuse(({ method, from }) => (method === "DELETE" && from !== THIRD ? "cut" : method === "PATCH"));
    expect(summarize(await checkScene({ rule, check: { egress: three } }))).toEqual([
      cause("method_blocked", { methods: ["PATCH"] }),
      cause("method_blocked", { methods: ["DELETE"], addresses: [FIRST, SECOND] }),
    ]);
  });
});

describe.concurrent("writes that are refused to guests alone", () => {
  const isGuest = (headers: { authorization?: string | undefined }): boolean => headers.authorization === undefined;

  it.each(["magento", "prestashop"] as const)("are no cause if the key writes: %s", async (shopSystem) => {
    const { causes, verdict } = await checkScene({
      shopSystem,
      rule: ({ method = "", headers }, response) => isGuest(headers) && /POST|PATCH|DELETE/.test(method) && refuseLikeNginx(response),
      check: { credentials: SCENE_KEYS[shopSystem] },
    });
    expect(causes).toEqual([]);
    expect(verdict).toBe("healthy");
  });

  it("do not hide a method that is refused with the key as well", async () => {
    const rule: FrontRule = ({ method = "", headers }, response) =>
      (method === "DELETE" || (isGuest(headers) && /POST|PATCH/.test(method))) && refuseLikeNginx(response);
    expect(summarize(await checkScene({ rule, check: { credentials: SCENE_KEYS.woocommerce } }))).toEqual([
      cause("method_blocked", { methods: ["DELETE"] }),
    ]);
  });
});

it("a firewall that allows one connection per address at a time is not reported as a ban", async () => {
  const shop = await startFakeShop({ shopSystem: "woocommerce" });
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
      shopSystem: "woocommerce",
      egress: { addresses: [FIRST], control: null },
      policy,
    });
    expect(summarize(result)).toEqual([]);
  } finally {
    firewall.close();
    await shop.close();
  }
});
