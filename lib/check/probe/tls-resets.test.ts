import { once } from "node:events";
import net, { type AddressInfo, type Socket } from "node:net";
import { afterAll, expect, test } from "vitest";
import { runCheck } from "@/lib/check/probe/check-shop";
import { secureContext } from "@/lib/connectors/net/tls";
import { makeCertificateAuthority } from "@/lib/testing/certificates";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

// A proxy that closes connections after reading the SNI must not be taken for a firewall that drops them.

const [FIRST, SECOND] = ["127.0.0.2", "127.0.0.3"] as const;
const authority = await makeCertificateAuthority({ name: "Names" });
secureContext().context.addCACert(authority.rootPem);
const closers: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closers) await close();
});

/** A shop behind a proxy that ends connections from these addresses after their ClientHello. */
async function check(ends: (socket: Socket) => void, refused: readonly string[]) {
  const shop = await startFakeShop({ shopSystem: "woocommerce", tls: await authority.issue(["127.0.0.1"]) });
  const proxy = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (hello) => {
      if (refused.includes(socket.remoteAddress ?? "")) return ends(socket);
      const onward = net.connect(Number(new URL(shop.url).port), "127.0.0.1");
      onward.on("error", () => socket.destroy());
      onward.write(hello);
      socket.pipe(onward).pipe(socket);
    });
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  closers.push(
    () => shop.close(),
    () => proxy.close(),
  );
  return runCheck({
    url: `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    shopSystem: "woocommerce",
    egress: { addresses: [FIRST, SECOND], control: "127.0.0.4" },
    policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
  });
}

const WAYS: readonly [string, (socket: Socket) => void][] = [
  ["a reset", (socket) => socket.resetAndDestroy()],
  ["a plain close", (socket) => socket.end()],
];

test.concurrent.each(WAYS)("%s in the handshake with every client is reported as such", async (_name, ends) => {
  const { verdict, causes } = await check(ends, [FIRST, SECOND, "127.0.0.4"]);
  expect({ verdict, causes: causes.map(({ code, reason }) => [code, reason]) }).toEqual({
    verdict: "unreachable",
    causes: [["connection_reset", "reset_in_tls"]],
  });
});

test.concurrent.each(WAYS)("%s in the handshake with one address is reported as such", async (_name, ends) => {
  const { verdict, causes } = await check(ends, [SECOND]);
  expect({ verdict, causes: causes.map(({ code, reason, addresses }) => [code, reason, addresses]) }).toEqual({
    verdict: "blocked",
    causes: [["ip_blocked", "reset_in_tls", [SECOND]]],
  });
});
