import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createShopClient } from "@/lib/connectors/http/client";

const WAIT_MS = 40;

const open = (port: number) =>
  createShopClient({
    baseUrl: `http://127.0.0.1:${port}`,
    shopSystem: "woocommerce",
    egress: { addresses: ["127.0.0.2"], control: null },
    policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
  });

test("only the phases of the first exchange are measured", async () => {
  let waitMs = WAIT_MS;
  const server = createServer((_request, response) => void setTimeout(() => response.end("{}"), waitMs));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = open((server.address() as AddressInfo).port);
  const ask = () => client.send({ method: "GET", path: "/" });

  expect(client.firstTimes()).toBeNull();
  await ask();
  const first = client.firstTimes();
  expect(first).toMatchObject({ dnsMs: null, tlsMs: null });
  expect(first?.connectMs).toBeGreaterThan(0);
  expect(first?.firstByteMs).toBeGreaterThanOrEqual(WAIT_MS - 2);

  waitMs = 0;
  await ask();
  expect(client.firstTimes()).toEqual(first);
  await client.close();
  server.close();
});

test("a server that accepts no connection leaves every phase empty", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const client = open((server.address() as AddressInfo).port);
  await new Promise((resolve) => server.close(resolve));
  expect(await client.send({ method: "GET", path: "/" })).toMatchObject({ ok: false, failure: { code: "connection_refused" } });
  expect(client.firstTimes()).toEqual({ dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null });
  await client.close();
});
