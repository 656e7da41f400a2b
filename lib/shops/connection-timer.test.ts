import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Client } from "undici";
import { expect, test } from "vitest";
import { createConnectionTimer } from "@/lib/shops/connection-timer";

const WAIT_MS = 40;

test("the phases of the first exchange are measured, and only those: a later one changes nothing", async () => {
  let waitMs = WAIT_MS;
  const server = createServer((_request, response) => void setTimeout(() => response.end("{}"), waitMs));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const timer = createConnectionTimer();
  const client = new Client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { connect: timer.connector({}) });
  const ask = async (): Promise<void> => {
    const { body } = await client.request({ method: "GET", path: "/" });
    timer.noteHead();
    await body.dump();
  };

  expect(timer.times()).toBeNull();
  await ask();
  const first = timer.times();
  expect(first).toMatchObject({ dnsMs: null, tlsMs: null });
  expect(first?.connectMs).toBeGreaterThan(0);
  expect(first?.firstByteMs).toBeGreaterThanOrEqual(WAIT_MS - 2);

  waitMs = 0;
  await ask();
  expect(timer.times()).toEqual(first);
  await client.destroy();
  server.close();
});

test("a server that takes no connection leaves every phase empty", async () => {
  const timer = createConnectionTimer();
  const client = new Client("http://127.0.0.1:1", { connect: timer.connector({}) });
  await expect(client.request({ method: "GET", path: "/" })).rejects.toThrow();
  expect(timer.times()).toEqual({ dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null });
  await client.destroy();
});
