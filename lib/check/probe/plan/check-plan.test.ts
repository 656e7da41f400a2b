import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { refuse } from "@/lib/base/result";
import { ASK_RULES } from "@/lib/check/probe/ask-rules";
import type { Question, Source } from "@/lib/check/probe/observation";
import { Observer } from "@/lib/check/probe/observer";
import { planCheck } from "@/lib/check/probe/plan/check-plan";
import { Journal } from "@/lib/check/probe/plan/journal";
import type { Plan } from "@/lib/check/probe/plan/step";
import { METHODS } from "@/lib/check/result";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { netFailure } from "@/lib/connectors/net/failures";
import { seeAnswer } from "@/lib/connectors/net/seen-answer";
import { parseTarget } from "@/lib/connectors/net/target";
import { SHOP_PROBES } from "@/lib/connectors/probes";

const BUDGET = 24;
const AGENTS = userAgents("woocommerce");
const ADDRESSES = ["192.0.2.1", "192.0.2.2", "192.0.2.3"];

interface Rule {
  methods: string[];
  agents: string[];
  addresses: string[];
}

const refuses = ({ methods, agents, addresses }: Rule, { request, userAgent, source }: Question): boolean =>
  methods.includes(request.method) && agents.includes(userAgent) && addresses.includes(source.address ?? "");

/** WooCommerce behind nginx with these rules, as a function of the question. */
function answer(rules: readonly Rule[], question: Question) {
  const { method, path: asked } = question.request;
  const server = ["server", "nginx/1.26.3"] as const;
  const text = (status: number, type: string, body: string) => ({ status, headers: [server, ["content-type", type] as const], body });
  if (rules.some((rule) => refuses(rule, question)))
    return text(403, "text/html", "<html><head><title>403 Forbidden</title></head><body><center>nginx/1.26.3</center></body></html>");
  if (!asked.includes("/orders")) {
    const fields = new URL(asked, "http://shop.invalid").searchParams.get("_fields")?.split(",");
    const index = Object.entries({ namespaces: ["wc/v3"], url: "", home: "" }).filter(([name]) => fields?.includes(name) ?? true);
    return text(200, "application/json", JSON.stringify(Object.fromEntries(index)));
  }
  if (method === "OPTIONS") return text(200, "application/json", '{"namespace":"wc/v3","methods":["GET","POST","PUT","PATCH","DELETE"]}');
  const isSigned = question.request.headers.some(([name]) => name === "Authorization");
  const code = isSigned ? "woocommerce_rest_authentication_error" : "woocommerce_rest_cannot_view";
  return text(401, "application/json", JSON.stringify({ code, message: "", data: { status: 401 } }));
}

interface Running {
  plan: Plan<unknown>;
  input: unknown;
  holds: () => boolean;
  mayTimeOut: boolean;
  end(value: unknown): void;
}

/** Plays a plan without sockets, clock or promises, one step of each part in turn. */
function play<Value>(plan: Plan<Value>, ask: (question: Question) => unknown): Value {
  let found: unknown;
  const start = (part: Plan<unknown>, end: Running["end"]): Running => ({
    plan: part,
    input: undefined,
    holds: () => true,
    mayTimeOut: false,
    end,
  });
  const running = [start(plan, (value) => (found = value))];
  while (running.length > 0) {
    const at = running.findIndex(({ holds }) => holds());
    const [part] = running.splice(at >= 0 ? at : running.findIndex(({ mayTimeOut }) => mayTimeOut), 1);
    if (!part) throw new Error("Every part of the plan waits for another one.");
    part.holds = () => true;
    const { done, value: step } = part.plan.next(part.input);
    if (done) {
      part.end(step);
      continue;
    }
    running.push(part);
    part.input = undefined;
    if (step.do === "probe") part.input = ask(step.question);
    if (step.do === "resolve") part.input = refuse(netFailure("target_not_allowed", "target"));
    if (step.do === "begin") running.push(start(step.part.plan, (value) => (step.part.ended = { value })));
    if (step.do === "wait_until") Object.assign(part, { holds: step.holds, mayTimeOut: step.atMostMs !== null });
  }
  return found as Value;
}

function check(rules: readonly Rule[]) {
  const parsed = parseTarget("https://shop.example");
  if (!parsed.ok) throw new Error("no address");
  const target = parsed.value;
  const observer = new Observer(SHOP_PROBES.woocommerce, []);
  const journal = new Journal(
    { target, resolution: { addresses: [{ address: "198.51.100.1", family: 4 }], refused: [], dnsMs: 1 } },
    observer,
    BUDGET,
  );
  const [control = "", ...egress] = ADDRESSES;
  const ask = (question: Question) => {
    if (journal.requestsLeft <= 0) return null;
    journal.requests += 1;
    const { body, ...head } = answer(rules, question);
    const asked = {
      id: `p${journal.requests}`,
      question,
      path: journal.fullPathOf(question),
      at: new Date(journal.requests * 400).toISOString(),
      target,
    };
    const timings = { dns: null, connect: null, tls: null, firstByte: 1, total: 1 };
    const came = {
      cold: journal.isBackingOff,
      to: "198.51.100.1",
      timings,
      failure: null,
      answer: seeAnswer({ version: "1.1", ...head }, Buffer.from(body), "complete"),
    };
    const observation = observer.observe(asked, came);
    journal.observations.push(observation);
    return observation;
  };
  const source = (kind: Source["kind"], address: string): Source => ({ kind, address });
  const setup = {
    journal,
    shopSystem: "woocommerce" as const,
    probes: SHOP_PROBES.woocommerce,
    agents: AGENTS,
    egress: egress.map((address) => source("egress", address)),
    control: source("control", control),
    withKey: null,
  };
  const { causes } = play(
    planCheck(setup, () => ({ credentials: undefined, baseUrl: target.baseUrl })),
    ask,
  );
  return { causes, asked: journal.observations.map(({ probe }) => probe) };
}

const anyRule = fc.record({
  methods: fc.subarray([...METHODS], { minLength: 1 }),
  agents: fc.subarray([...AGENTS], { minLength: 1 }),
  addresses: fc.subarray(ADDRESSES, { minLength: 1 }),
});

/** Whether a cause lists only methods, User-Agents and addresses that the rules refuse something. */
const isTrue = (
  { methods, userAgents: agents, addresses }: { methods: readonly string[]; userAgents: readonly string[]; addresses: readonly string[] },
  rules: readonly Rule[],
): boolean =>
  methods.every((one) => rules.some((rule) => rule.methods.includes(one))) &&
  agents.every((one) => rules.some((rule) => rule.agents.includes(one))) &&
  addresses.every((one) => rules.some((rule) => rule.addresses.includes(one)));

it("for any refusals a plan keeps its budget and rules, is deterministic, and no cause lists what passes", () => {
  fc.assert(
    fc.property(fc.array(anyRule, { maxLength: 3 }), (rules) => {
      const { causes, asked } = check(rules);
      expect(asked.length).toBeLessThanOrEqual(BUDGET);
      for (const { purpose } of asked) expect(ASK_RULES).toHaveProperty(purpose);
      for (const cause of causes) expect(isTrue(cause, rules), JSON.stringify(cause)).toBe(true);
      expect(check(rules).asked).toEqual(asked);
    }),
    { numRuns: 100 },
  );
});

it("methods that are refused to every client are all reported, and no other", () => {
  const writing = METHODS.filter((method) => method !== "GET");
  fc.assert(
    fc.property(fc.subarray(writing, { minLength: 1 }), (methods) => {
      const { causes } = check([{ methods, agents: [...AGENTS], addresses: ADDRESSES }]);
      expect(causes.map(({ code, methods: named, addresses }) => ({ code, named, addresses }))).toEqual([
        { code: "method_blocked", named: methods, addresses: [] },
      ]);
    }),
  );
});

it("a shop that refuses nothing gets twelve requests at most, and has no cause", () => {
  const { causes, asked } = check([]);
  expect(causes).toEqual([]);
  expect(asked.length).toBeLessThanOrEqual(12);
});

it("the plan reaches network and clock only through its inputs", () => {
  for (const name of fs.readdirSync(import.meta.dirname, { recursive: true }) as string[])
    if (name.endsWith(".ts") && !name.endsWith(".test.ts"))
      expect(fs.readFileSync(path.join(import.meta.dirname, name), "utf8"), name).not.toMatch(
        /\basync\b|\bawait\b|\bPromise\b|\bset(?:Timeout|Interval|Immediate)\b|\bperformance\.|\bnew Date\(\)|\bDate\.now|probe\/execute\//,
      );
});
