import http from "node:http";
import https from "node:https";
import tls from "node:tls";
import { proxyOf, proxyReference } from "@/lib/connectors/egress/config";
import { egressFailures } from "@/lib/connectors/egress/failure-channel";
import { isOwnFailure, type NetFailure, netFailure } from "@/lib/connectors/net/failures";
import { openTunnel } from "@/lib/connectors/net/proxy-tunnel";

/** The reference answers much faster; a slower proxy is useless for shops too. */
const REFERENCE_MS = 4_000;
/** Requests that fail together share one test. */
const KEEP_MS = 2_000;

/** A running or recent test of each proxy. */
const tests = new Map<string, { works: Promise<boolean>; startedAt: number }>();

/** Whether the reference server answers through the proxy; any HTTP response counts. */
async function reachesReference(proxy: URL, reference: URL): Promise<boolean> {
  const secure = reference.protocol === "https:";
  const port = Number(reference.port) || (secure ? 443 : 80);
  const tunnel = await openTunnel({ proxy, host: reference.hostname, port, timeoutMs: REFERENCE_MS });
  if (!tunnel.ok) return false;
  const socket = secure ? tls.connect({ socket: tunnel.value, servername: reference.hostname }) : tunnel.value;
  const signal = AbortSignal.timeout(REFERENCE_MS);
  return new Promise<boolean>((resolve) => {
    const request = (secure ? https : http).request(reference, { method: "HEAD", createConnection: () => socket, signal });
    request.once("response", () => resolve(true));
    request.on("error", () => resolve(false));
    request.end();
  }).finally(() => socket.destroy());
}

function testProxy(proxy: URL): Promise<boolean> {
  const known = tests.get(proxy.href);
  if (known && performance.now() - known.startedAt < KEEP_MS) return known.works;
  const reference = proxyReference();
  const works = reference ? reachesReference(proxy, reference) : Promise.resolve(false);
  tests.set(proxy.href, { works, startedAt: performance.now() });
  return works;
}

/** Failures of the request or of the shop's certificate, which a broken proxy cannot cause. */
const isShops = ({ code, phase }: NetFailure): boolean =>
  code === "aborted" || (phase === "tls" && code !== "tls_timed_out" && code !== "tls_handshake_failed");

/** Through a proxy, a failure is the shop's only if the proxy reaches the reference server right afterwards. `from`: our address. */
export async function attributeFailure(from: string | null, failure: NetFailure): Promise<NetFailure> {
  const proxy = proxyOf(from);
  if (!proxy || isShops(failure)) return failure;
  const own = isOwnFailure(failure.code) ? failure : (await testProxy(proxy)) ? null : netFailure("proxy_timed_out", failure.phase);
  if (own && from !== null) egressFailures.publish({ address: from, proxy: proxy.host, failure: own.code });
  return own ?? failure;
}
