import { expect, test } from "vitest";
import { arrangeMatrix } from "@/lib/check/matrix";
import { METHODS, type Probe } from "@/lib/check/result";

const AGENTS = ["short", "long"];

const probe = (over: Partial<Probe>): Probe => ({
  id: "p",
  purpose: "method_first_round",
  method: "GET",
  path: "/",
  userAgent: "short",
  from: "127.0.0.2",
  to: null,
  source: "egress",
  outcome: "answered",
  status: 200,
  reached: "application",
  failure: null,
  timingsMs: { dns: null, connect: null, tls: null, firstByte: 1, total: 1 },
  coldConnection: true,
  headers: {},
  answeredBy: null,
  passed: true,
  at: "2026-11-25T00:00:00.000Z",
  answer: null,
  ...over,
});

test("a matrix has a cell per address, User-Agent and method; cells without a request are empty", () => {
  const matrix = arrangeMatrix([probe({ id: "a" }), probe({ id: "b", from: "127.0.0.3", method: "PATCH" })], AGENTS);
  expect(matrix.columns.map(({ from, userAgent }) => `${from} ${userAgent}`)).toEqual([
    "127.0.0.2 short",
    "127.0.0.2 long",
    "127.0.0.3 short",
    "127.0.0.3 long",
  ]);
  expect(matrix.rows.map(({ method }) => method)).toEqual([...METHODS]);
  const asked = matrix.rows.flatMap(({ cells }) => cells).filter(({ probe: found }) => found !== null);
  expect(asked.map(({ method, from, probe: found }) => [method, from, found?.id])).toEqual([
    ["GET", "127.0.0.2", "a"],
    ["PATCH", "127.0.0.3", "b"],
  ]);
});

test("requests with a foreign User-Agent or from the control address have no cell", () => {
  const matrix = arrangeMatrix([probe({ userAgent: "Mozilla/5.0" }), probe({ source: "control", from: "127.0.0.4" })], AGENTS);
  expect(matrix.columns).toEqual([]);
});

test("the last answer to a repeated request counts", () => {
  const matrix = arrangeMatrix([probe({ id: "first", status: 503 }), probe({ id: "again" })], AGENTS);
  expect(matrix.rows[0]?.cells[0]?.probe?.id).toBe("again");
});

test("a refused key or dummy credential does not make its cell refused", () => {
  const asked = [probe({ id: "plain" }), probe({ id: "dummy", purpose: "dummy_credential", status: 401, reached: "other" })];
  expect(arrangeMatrix(asked, AGENTS).rows[0]?.cells[0]?.probe?.id).toBe("plain");
  expect(arrangeMatrix(asked.slice(1), AGENTS).rows[0]?.cells[0]?.probe?.id).toBe("dummy");
});
