import { apache, bare, haproxy, nginx } from "@/e2e/lab/cases/front";
import { blocked, FIRST_ADDRESS, type LabCase, SECOND_ADDRESS, unreachable } from "@/e2e/lab/lab-case";
import { startRaw } from "@/e2e/lab/servers/raw";
import { findFreePort } from "@/scripts/dev/ports.mjs";

const first = blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS] });
const second = blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS] });
const all = blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS, SECOND_ADDRESS] });

export const ADDRESS_CASES: readonly LabCase[] = [
  nginx("denies the second address", { server: `deny ${SECOND_ADDRESS};` }, second),
  nginx("denies the first address", { server: `deny ${FIRST_ADDRESS};` }, first),
  nginx("denies both addresses, others pass", { server: `deny ${FIRST_ADDRESS}; deny ${SECOND_ADDRESS};` }, all),
  nginx(
    "444 for the second address",
    { http: `geo $cut { default 0; ${SECOND_ADDRESS} 1; }`, server: "if ($cut) { return 444; }" },
    second,
  ),
  nginx("an allow-list without any of our addresses", { server: "allow 192.0.2.10; deny all;" }, blocked({ code: "access_denied" })),
  apache(
    "Require not ip for the first address",
    { host: `<Location "/">\n  <RequireAll>\n  Require all granted\n  Require not ip ${FIRST_ADDRESS}\n  </RequireAll>\n  </Location>` },
    first,
  ),
  apache("Require all denied", { host: '<Location "/">\n  Require all denied\n  </Location>' }, blocked({ code: "access_denied" })),
  haproxy("denies the second address", { frontend: `http-request deny if { src ${SECOND_ADDRESS} }` }, second),
  haproxy("rejects connections of the second address", { frontend: `tcp-request connection reject if { src ${SECOND_ADDRESS} }` }, second),
  bare("a firewall resets the second address", { behaviour: { refusedAddresses: [{ address: SECOND_ADDRESS, how: "reset" }] } }, second),
  bare(
    "a firewall resets both addresses, the control passes",
    {
      behaviour: { refusedAddresses: [FIRST_ADDRESS, SECOND_ADDRESS].map((address) => ({ address, how: "reset" as const })) },
    },
    { verdict: "unreachable", causes: [{ code: "ip_blocked", addresses: [FIRST_ADDRESS, SECOND_ADDRESS] }] },
  ),
  {
    name: "raw: nothing listens",
    needs: [],
    truth: unreachable({ code: "connection_refused" }),
    open: async () => ({ url: `http://127.0.0.1:${await findFreePort()}`, shop: null }),
  },
  {
    name: "raw: every connection is reset",
    needs: [],
    truth: unreachable({ code: "connection_reset" }),
    open: async (workspace) => ({ url: await startRaw(workspace, (socket) => socket.resetAndDestroy()), shop: null }),
  },
  {
    name: "raw: accepts and never answers",
    needs: [],
    truth: unreachable({ code: "response_timed_out" }),
    open: async (workspace) => ({ url: await startRaw(workspace, (socket) => socket.resume()), shop: null }),
  },
];
