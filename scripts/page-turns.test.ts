import { AsyncLocalStorage } from "node:async_hooks";
import { EventEmitter } from "node:events";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTurns } from "@/scripts/page-turns.mjs";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function scene(options?: { atOnce?: number; longestMs?: number; abandonedMs?: number }) {
  const inTurn = createTurns(options);
  const begun: string[] = [];
  const ask = (name: string): EventEmitter => {
    const response = new EventEmitter();
    inTurn(response, () => begun.push(name));
    return response;
  };
  return { begun, ask };
}

test("three pages are made at once, the others in the order in which they were asked for", () => {
  const { begun, ask } = scene();
  const [first, , third] = [ask("a"), ask("b"), ask("c"), ask("d"), ask("e")];
  expect(begun).toEqual(["a", "b", "c"]);
  third.emit("close");
  expect(begun).toEqual(["a", "b", "c", "d"]);
  first.emit("close");
  expect(begun).toEqual(["a", "b", "c", "d", "e"]);
});

test("a page that waits for something holds nobody up, and gives its turn once", () => {
  const { begun, ask } = scene({ atOnce: 1, longestMs: 250 });
  const slow = ask("slow");
  ask("b");
  ask("c");
  vi.advanceTimersByTime(249);
  expect(begun).toEqual(["slow"]);
  vi.advanceTimersByTime(1);
  expect(begun).toEqual(["slow", "b"]);
  slow.emit("close");
  expect(begun).toEqual(["slow", "b"]);
});

test("each page is made in the context of its own request: in that of the one before it, a row of them would hold all that came earlier", () => {
  const asker = new AsyncLocalStorage<string>();
  const inTurn = createTurns({ atOnce: 1, longestMs: 250 });
  const madeFor: unknown[] = [];
  const [first, second] = [new EventEmitter(), new EventEmitter()];
  const ask = (name: string, response: EventEmitter) =>
    asker.run(name, () => inTurn(response, () => madeFor.push([name, asker.getStore()])));
  ask("a", first);
  ask("b", second);
  ask("c", new EventEmitter());
  asker.run("a", () => first.emit("close"));
  asker.run("b", () => vi.advanceTimersByTime(250));
  expect(madeFor).toEqual([
    ["a", "a"],
    ["b", "b"],
    ["c", "c"],
  ]);
});

test("a page whose reader went away while it was made keeps its turn a while: it is made to its end all the same", () => {
  const { begun, ask } = scene({ atOnce: 1, longestMs: 250, abandonedMs: 100 });
  const hasty = Object.assign(ask("hasty"), { writableFinished: false });
  ask("b");
  vi.advanceTimersByTime(20);
  hasty.emit("close");
  vi.advanceTimersByTime(99);
  expect(begun).toEqual(["hasty"]);
  vi.advanceTimersByTime(1);
  expect(begun).toEqual(["hasty", "b"]);
});

test("nothing is made for who went away while waiting", () => {
  const { begun, ask } = scene({ atOnce: 1 });
  const first = ask("a");
  ask("gone").emit("close");
  ask("c");
  first.emit("close");
  expect(begun).toEqual(["a", "c"]);
});

test("whatever closes when, never more than so many turns are held, everybody who stayed comes once, and in order", () => {
  const event = fc.oneof(
    fc.constant({ kind: "ask" as const }),
    fc.record({ kind: fc.constant("close" as const), which: fc.nat(20), isSent: fc.boolean() }),
    fc.record({ kind: fc.constant("pass" as const), ms: fc.nat(200) }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3 }), fc.array(event, { maxLength: 60 }), (atOnce, events) => {
      const inTurn = createTurns({ atOnce, longestMs: 250, abandonedMs: 100 });
      const begunAt = new Map<number, number>();
      const closed = new Set<number>();
      const freeAt = new Map<number, number>();
      const left = new Set<number>();
      const responses: EventEmitter[] = [];
      const holding = () => [...begunAt].filter(([index, at]) => Date.now() < Math.min(at + 250, freeAt.get(index) ?? at + 250)).length;
      for (const one of events) {
        if (one.kind === "ask") {
          const index = responses.push(new EventEmitter()) - 1;
          inTurn(responses[index] as EventEmitter, () => begunAt.set(index, Date.now()));
        } else if (one.kind === "close") {
          const response = responses[one.which];
          if (!response || closed.has(one.which)) continue;
          closed.add(one.which);
          if (!begunAt.has(one.which)) left.add(one.which);
          freeAt.set(one.which, Date.now() + (one.isSent ? 0 : 100));
          Object.assign(response, { writableFinished: one.isSent }).emit("close");
        } else vi.advanceTimersByTime(one.ms);
        expect(holding()).toBeLessThanOrEqual(atOnce);
      }
      vi.advanceTimersByTime(250 * responses.length);
      const expected = responses.map((_, index) => index).filter((index) => !left.has(index));
      expect([...begunAt.keys()]).toEqual(expected);
    }),
  );
});
