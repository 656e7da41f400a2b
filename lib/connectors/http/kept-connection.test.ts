import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { KeptConnection } from "@/lib/connectors/http/kept-connection";
import { parseTarget } from "@/lib/connectors/net/target";

const LIMITS = { maxHeadBytes: 65_536, maxBodyBytes: 65_536 };

it("a queued request that is aborted does not wait for those ahead of it", async () => {
  const shop = http.createServer(() => {}).listen(0, "127.0.0.1");
  await once(shop, "listening");
  const target = parseTarget(`http://127.0.0.1:${(shop.address() as AddressInfo).port}`);
  if (!target.ok) throw new Error(target.reason);
  const connection = new KeptConnection({
    target: target.value,
    addresses: [{ address: "127.0.0.1", family: 4 }],
    from: null,
    connectMs: 5_000,
    headersMs: 60_000,
    bodyMs: 60_000,
    onConnect: () => {},
  });
  const ask = (signal: AbortSignal) =>
    connection.send({ request: { method: "GET", path: "/", headers: [], body: null }, limits: LIMITS, onlyOnce: false, signal });
  const silent = new AbortController();
  const first = ask(silent.signal);
  await once(shop, "request");
  const late = new AbortController();
  const second = ask(late.signal);
  late.abort();
  // Includes a request that was aborted before it was sent.
  for (const sent of [second, ask(late.signal)]) expect((await sent).failure).toMatchObject({ code: "aborted" });
  silent.abort();
  expect((await first).exchange?.failure).toMatchObject({ code: "aborted" });
  connection.close();
  shop.close();
});
