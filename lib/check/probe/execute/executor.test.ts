import { expect, it } from "vitest";
import { refuse } from "@/lib/base/result";
import { Asker } from "@/lib/check/probe/execute/asker";
import { Executor } from "@/lib/check/probe/execute/executor";
import { Observer } from "@/lib/check/probe/observer";
import { Journal } from "@/lib/check/probe/plan/journal";
import { begin, join, joinWithin, type Plan, together, wait, waitUntil } from "@/lib/check/probe/plan/step";
import { DEFAULT_TIMEOUTS } from "@/lib/connectors/net/connect";
import { netFailure } from "@/lib/connectors/net/failures";
import { parseTarget } from "@/lib/connectors/net/target";
import { SHOP_PROBES } from "@/lib/connectors/probes";

function run<Value>(plan: Plan<Value>): Promise<Value> {
  const target = parseTarget("https://shop.example");
  if (!target.ok) throw new Error("no address");
  const base = { target: target.value, resolution: { addresses: [], refused: [], dnsMs: null } };
  const journal = new Journal(base, new Observer(SHOP_PROBES.woocommerce, []), 24);
  const asker = new Asker(journal, { timeouts: DEFAULT_TIMEOUTS, deadline: performance.now() + 10_000 });
  return new Executor(asker, async () => refuse(netFailure("target_not_allowed", "target"))).run(plan);
}

it("parts run concurrently, and one resumes as soon as another has produced what it waits for", async () => {
  const order: string[] = [];
  function* first(): Plan<number> {
    yield* waitUntil(() => order.includes("second"));
    order.push("first");
    return 1;
  }
  function* second(): Plan<number> {
    yield* wait(1);
    order.push("second");
    return 2;
  }
  expect(await run(together([first(), second()]))).toEqual([1, 2]);
  expect(order).toEqual(["second", "first"]);
});

it("a part that takes too long is left running, and can be joined later", async () => {
  function* slow(): Plan<string> {
    yield* wait(30);
    return "found";
  }
  function* plan(): Plan<unknown[]> {
    const part = yield* begin(slow());
    return [yield* joinWithin(1, part), yield* join(part)];
  }
  expect(await run(plan())).toEqual([null, "found"]);
});

it("an error inside a part ends the check with that error, rather than leaving others waiting", async () => {
  let isDone = false;
  function* broken(): Plan<void> {
    try {
      yield* wait(1);
      throw new Error("bug");
    } finally {
      isDone = true;
    }
  }
  function* waiting(): Plan<void> {
    yield* waitUntil(() => isDone);
  }
  await expect(run(together([waiting(), broken()]))).rejects.toThrow("bug");
});
