import type { Cause, LaneName } from "@/lib/checks/result";
import { readServer } from "@/lib/diagnosis/fingerprints";
import { makeCause, nameOfBlocker } from "@/lib/diagnosis/make-cause";
import type { Cell, Findings } from "@/lib/probe/findings";
import type { Observation } from "@/lib/probe/observation";
import type { Platform } from "@/lib/shops/platforms";

// What the matrix proves: two cells that differ in one field, one passes and the other does not.

/** Which refused methods stand in the way of what: calls that our connectors make. */
const LANES_BY_METHOD: Readonly<Record<Platform, Readonly<Record<string, readonly LaneName[]>>>> = {
  woocommerce: { POST: ["tracking_out"], PATCH: ["tracking_out"], DELETE: ["tracking_out"] },
  magento: { POST: ["tracking_out"] },
  prestashop: { POST: ["tracking_out"], PATCH: ["tracking_out"] },
  shopify: { POST: ["orders_in", "tracking_out"] },
};

const howRefused = (refusal: Observation): string => {
  const code = refusal.failure?.code;
  if (code === "connection_timed_out" || code === "response_timed_out" || code === "tls_timed_out") return "dropped";
  if (code === "connection_refused" || code === "network_unreachable") return "refused";
  if (code) return "reset";
  return refusal.reading?.meaning === "maintenance" ? "maintenance_for_address" : "forbidden";
};

/** Limits are counted for each address: one that is used up says nothing about a list of addresses. */
const provesNothing = (observation: Observation): boolean => observation.reading?.meaning === "rate_limited";

const firstOf = <Item>(items: readonly Item[]): Item | null => items[0] ?? null;

/** All our IPv6 addresses are refused and an IPv4 one passes: IPv6 of this shop is broken, no list of addresses. */
function isAboutFamily(findings: Findings, anchor: Cell, refused: readonly string[]): boolean {
  const sixes = findings.egress.filter((source) => source.address?.includes(":"));
  const passesByFour = findings.egress.some((source) => source.address?.includes(".") && findings.matrix.passes({ ...anchor, source }));
  return sixes.length > 0 && refused.length === sixes.length && refused.every((address) => address.includes(":")) && passesByFour;
}

export function explainAddresses(findings: Findings, anchor: Cell): Cause[] {
  const { matrix, egress } = findings;
  const pass = matrix.get(anchor);
  const refusals = egress
    .map((source) => ({ source, observation: matrix.get({ ...anchor, source }) }))
    .filter((entry): entry is { source: typeof entry.source; observation: Observation } => {
      return entry.observation !== null && matrix.fails({ ...anchor, source: entry.source }) && !provesNothing(entry.observation);
    });
  const first = firstOf(refusals);
  if (!first) return [];
  const addresses = refusals.flatMap(({ source }) => (source.address === null ? [] : [source.address]));
  return [
    makeCause(
      "ip_blocked",
      { pass, fail: first.observation },
      {
        addresses,
        blocker: nameOfBlocker(first.observation),
        reason: isAboutFamily(findings, anchor, addresses) ? "ipv6_only" : howRefused(first.observation),
      },
    ),
  ];
}

export function explainUserAgents(findings: Findings, anchor: Cell): Cause[] {
  const { matrix, agents, egress } = findings;
  const refused = (cell: Cell): Observation | null => {
    const observation = matrix.get(cell);
    return observation && matrix.fails(cell) ? observation : null;
  };
  const everywhere = agents.filter((userAgent) => refused({ ...anchor, userAgent }));
  const first = firstOf(everywhere);
  const causes: Cause[] = [];
  if (first !== null) {
    const fail = refused({ ...anchor, userAgent: first });
    causes.push(
      makeCause(
        "user_agent_blocked",
        { pass: matrix.get(anchor), fail },
        { userAgents: everywhere, blocker: fail ? nameOfBlocker(fail) : null },
      ),
    );
  }
  // A User-Agent that passes at the anchor and is refused from another address that passes with another one.
  for (const source of egress) {
    if (!matrix.passes({ ...anchor, source })) continue;
    const here = agents.filter((userAgent) => !everywhere.includes(userAgent) && refused({ ...anchor, source, userAgent }));
    const one = firstOf(here);
    if (one === null) continue;
    const fail = refused({ ...anchor, source, userAgent: one });
    causes.push(
      makeCause(
        "user_agent_blocked",
        { pass: matrix.get({ ...anchor, source }), fail },
        {
          userAgents: here,
          addresses: source.address === null ? [] : [source.address],
          blocker: fail ? nameOfBlocker(fail) : null,
        },
      ),
    );
  }
  return causes;
}

/** CRS refuses PATCH and DELETE out of the box and says nothing but Apache's own 403: the set of methods gives it away. */
const blockerOfMethods = (methods: readonly string[], refusal: Observation): string | null => {
  const named = nameOfBlocker(refusal);
  const { answer } = refusal;
  const isPlainApache = answer?.status === 403 && (named === "apache" || readServer(answer)?.software === "apache");
  return isPlainApache && methods.join() === "PATCH,DELETE" ? "modsecurity" : named;
};

export function explainMethods(findings: Findings): Cause[] {
  const { matrix } = findings;
  const cells = matrix.entries().filter(({ cell }) => cell.subject === "resource");
  const get = cells.find(({ cell, observation }) => cell.method === "GET" && observation.reading?.meaning === "pass");
  if (!get) return [];
  const refusals = ["POST", "OPTIONS", "PATCH", "DELETE"].flatMap((method) => {
    const cell = { ...get.cell, method };
    const observation = matrix.get(cell);
    return observation && matrix.fails(cell) ? [{ method, observation }] : [];
  });
  const first = firstOf(refusals);
  if (!first) return [];
  const methods = refusals.map(({ method }) => method);
  const lanes = [...new Set(methods.flatMap((method) => LANES_BY_METHOD[findings.platform][method] ?? []))];
  const redirected = refusals.every(({ observation }) => observation.reading?.meaning === "redirect");
  if (redirected) {
    return [
      makeCause(
        "redirected_to_other_host",
        { pass: get.observation, fail: first.observation },
        {
          methods,
          reason: "method_lost",
          affects: lanes,
          details: { location: first.observation.redirect?.location ?? "", host: first.observation.redirect?.target?.host ?? "" },
        },
      ),
    ];
  }
  return [
    makeCause(
      "method_blocked",
      { pass: get.observation, fail: first.observation },
      {
        methods,
        affects: lanes,
        blocker: blockerOfMethods(methods, first.observation),
      },
    ),
  ];
}
