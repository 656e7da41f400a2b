import { openShop, WOO_KEY, writeCertificate } from "@/e2e/lab/harness/lab";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import { blocked, FIRST_ADDRESS, HEALTHY, type LabCase, type ServerName, type Truth, unreachable } from "@/e2e/lab/lab-case";
import { startHaproxy } from "@/e2e/lab/servers/haproxy";
import { startNginx, startNginxStream } from "@/e2e/lab/servers/nginx";

const HOST = "shop.test";

const inTls = unreachable({ code: "connection_reset", reason: "reset_in_tls" });
const first = blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS], reason: "reset_in_tls" });

/** A proxy that routes by the TLS server name, in front of a TLS server. `start` receives that server's address. */
const byName = (
  needs: readonly ServerName[],
  name: string,
  truth: Truth,
  start: (workspace: Workspace, server: string) => Promise<string>,
): LabCase => ({
  name: `${needs.at(-1)}: by the name in TLS, ${name}`,
  needs: ["nginx", ...needs],
  truth,
  async open(workspace) {
    const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
    const server = await startNginx(workspace, { upstream: shop.url, tls: await writeCertificate(workspace, "none", HOST) });
    const url = await start(workspace, new URL(server).host);
    return { url: url.replace("127.0.0.1", HOST), shop };
  },
});

const haproxy = (name: string, truth: Truth, rule: string): LabCase =>
  byName(["haproxy"], name, truth, (workspace, server) =>
    startHaproxy(workspace, {
      upstream: `https://${server}`,
      passesThrough: true,
      frontend: `tcp-request inspect-delay 5s\n  ${rule}\n  tcp-request content accept if { req.ssl_hello_type 1 }`,
    }),
  );

const stream = (name: string, truth: Truth, lines: (server: string) => { names: string; server?: string }): LabCase =>
  byName(["nginx_stream"], name, truth, (workspace, server) => startNginxStream(workspace, lines(server)));

/** Fronts that route TLS by server name (SNI) and close connections with an unknown name. */
export const SERVER_NAME_CASES: readonly LabCase[] = [
  haproxy("lets another name pass", HEALTHY, "tcp-request content reject if { req.ssl_sni -i other.test }"),
  haproxy("refuses this one", inTls, `tcp-request content reject if { req.ssl_sni -i ${HOST} }`),
  haproxy("refuses all but another one", inTls, "tcp-request content reject unless { req.ssl_sni -i other.test }"),
  haproxy(
    "refuses this one to the first address",
    first,
    `tcp-request content reject if { req.ssl_sni -i ${HOST} } { src ${FIRST_ADDRESS} }`,
  ),
  stream("knows this one", HEALTHY, (server) => ({ names: `${HOST} ${server};` })),
  stream("knows only another one", inTls, (server) => ({ names: `other.test ${server};` })),
  stream("sends others to a closed port", inTls, (server) => ({ names: `other.test ${server}; default 127.0.0.1:1;` })),
];
