import { cleanText } from "@/lib/base/texts";
import { CAUSES, type CauseCode, hasTrait } from "@/lib/check/causes";
import { readOwnServer, readServer } from "@/lib/check/diagnosis/fingerprints";
import { APPLICATION_OF } from "@/lib/check/diagnosis/fixes/software";
import { SHOP_SOFTWARE } from "@/lib/check/diagnosis/signs/row";
import { wordsOfUnknownPage } from "@/lib/check/diagnosis/unknown-page";
import type { Observation } from "@/lib/check/probe/observation";
import type { Cause } from "@/lib/check/result";
import type { LaneName } from "@/lib/health/lane/lane-name";

interface CauseFacts {
  methods?: readonly string[];
  userAgents?: readonly string[];
  addresses?: readonly string[];
  blocker?: string | null;
  reason?: string | null;
  details?: Readonly<Record<string, string | number>>;
  affects?: readonly LaneName[];
}

/** A refusal by a page that no known product signed: its first words help to find out which product guards the shop. */
function describeRefuser(code: CauseCode, fail: Observation | null, blocker: string | null): Record<string, string> {
  const isNameless = blocker === null || blocker === SHOP_SOFTWARE;
  const page = (hasTrait(code, "refusal") || code === "rate_limited") && isNameless && fail ? wordsOfUnknownPage(fail) : null;
  return page === null ? {} : { page };
}

/** A cause with its evidence: `proven` by a pair of requests, `single_observation` without the passing one. */
export function makeCause(
  code: CauseCode,
  evidence: { pass: Observation | null; fail: Observation | null },
  facts: CauseFacts = {},
): Cause {
  const given = { ...describeRefuser(code, evidence.fail, facts.blocker ?? null), ...facts.details };
  const details = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, typeof value === "string" ? cleanText(value).slice(0, 200) : value]),
  );
  return {
    code,
    layer: CAUSES[code].layer,
    methods: [...(facts.methods ?? [])],
    userAgents: [...(facts.userAgents ?? [])],
    addresses: [...(facts.addresses ?? [])],
    blocker: facts.blocker ?? null,
    affects: [...(facts.affects ?? CAUSES[code].affects)],
    certainty: evidence.pass && evidence.fail ? "proven" : "single_observation",
    evidence: { pass: evidence.pass?.probe.id ?? null, fail: evidence.fail?.probe.id ?? null },
    reason: facts.reason ?? null,
    details,
  };
}

export const serverOf = ({ answer }: Observation): string | null => (answer ? (readServer(answer)?.software ?? null) : null);

/** The software that refused, if its page, the shop's own error or the Server header names it. A refused connection counts as a firewall. */
export function nameOfBlocker(refusal: Observation): string | null {
  const { failure, reading } = refusal;
  if (failure) return failure.phase === "connect" ? "firewall" : null;
  if (reading?.sign && (reading.sign.software !== null || reading.sign.sign !== "block")) return reading.sign.software;
  if (reading?.api && reading.meaning === "blocked") return APPLICATION_OF[reading.api.shopSystem];
  // A Server header names what carried the answer; who made an unknown page is not known.
  if (wordsOfUnknownPage(refusal) !== null) return null;
  return refusal.answer ? (readOwnServer(refusal.answer)?.software ?? null) : null;
}
