import net from "node:net";
import { makeCertificateAuthority } from "@/lib/testing/certificates";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { sendToParent } from "@/scripts/bench/subject";

// A healthy shop in its own process, over http and https, each also behind a simulated network link: `checked-shop.ts <round trip in ms>`.

const roundTripMs = Number(process.argv[2]);

/**
 * Forwards data after half a round trip, in both directions. The TCP handshake cannot be delayed here; the first bytes are delayed instead,
 * so that the total is that of a real link.
 */
function startFarLink(onwardPort: number): Promise<number> {
  const server = net.createServer({ noDelay: true }, (near) => {
    const far = net.connect({ host: "127.0.0.1", port: onwardPort, noDelay: true });
    const openAt = performance.now() + roundTripMs;
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      const later = (work: () => void) => setTimeout(work, Math.max(0, openAt - performance.now()) + roundTripMs / 2);
      from.on("data", (chunk) => later(() => to.write(chunk)));
      from.on("end", () => later(() => to.end()));
      from.on("error", () => later(() => to.destroy()));
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as net.AddressInfo).port)));
}

async function addressesOf(scheme: "http" | "https", shop: FakeShop) {
  // The request log is for tests and would grow without limit here.
  setInterval(() => {
    shop.requests.length = 0;
  }, 1_000);
  return { scheme, url: shop.url, far: `${scheme}://127.0.0.1:${await startFarLink(shop.port)}` };
}

export interface CheckedShop {
  addresses: Awaited<ReturnType<typeof addressesOf>>[];
  /** Certificate of the authority that signed the shop's. */
  rootPem: string;
}

const authority = await makeCertificateAuthority({ name: "Mooring bench" });
const plain = await startFakeShop({ shopSystem: "woocommerce" });
const secure = await startFakeShop({ shopSystem: "woocommerce", tls: await authority.issue(["127.0.0.1"]) });
sendToParent({
  addresses: [await addressesOf("http", plain), await addressesOf("https", secure)],
  rootPem: authority.rootPem,
} satisfies CheckedShop);
