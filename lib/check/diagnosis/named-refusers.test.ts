import { expect, it } from "vitest";
import type { CauseCode } from "@/lib/check/causes";
import { PRODUCTS } from "@/lib/check/diagnosis/defences";
import { readServer, SHOP_SOFTWARE } from "@/lib/check/diagnosis/fingerprints";
import { decideFixer, fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { type FixSoftware, softwareOf, WORDPRESS_PLUGINS } from "@/lib/check/diagnosis/fixes/software";
import { makeCause, nameOfBlocker } from "@/lib/check/diagnosis/make-cause";
import { REFUSERS } from "@/lib/check/diagnosis/named-refusers.fixture";
import { readAnswer } from "@/lib/check/diagnosis/read-answer";
import type { Observation } from "@/lib/check/probe/observation";
import { seeAnswer } from "@/lib/connectors/net/seen-answer";
import { SHOP_PROBES } from "@/lib/connectors/probes";

/** An unknown page, and products whose panel is only described in general. */
const WITHOUT_RECIPE: ReadonlySet<string | null> = new Set([
  ...([null, "perimeterx", "ddos_guard", "jetpack", "link11", "reblaze", "qrator", "cleantalk", "astra"] as const),
  ...(["barracuda", "alibaba_cloud", "patchstack", "fastly", "defender", "blackhole"] as const),
]);

const softwareThatFits = (blocker: string | null): readonly (string | null)[] => {
  if (blocker === SHOP_SOFTWARE) return ["wordpress"];
  if (WITHOUT_RECIPE.has(blocker)) return ["hosting"];
  // Some plugins have steps for some topics only.
  return WORDPRESS_PLUGINS.has(blocker as FixSoftware) ? [blocker, "hosting"] : [blocker];
};

const CODES: Readonly<Record<string, readonly CauseCode[]>> = {
  blocked: ["access_denied", "ip_blocked", "user_agent_blocked", "method_blocked"],
  challenge: ["bot_challenge"],
  rate_limited: ["rate_limited"],
  server_error: ["server_error"],
};

it.each(
  REFUSERS.flatMap(([what, status, headers, body, carriers, meaning, blocker]) =>
    carriers.map((carrier) => ({
      what,
      carrier: carrier["server"] ?? "nothing",
      status,
      headers: { ...headers, ...carrier },
      body,
      meaning,
      blocker,
    })),
  ),
)("$what carried by $carrier", ({ status, headers, body, meaning, blocker }) => {
  const head = { version: "1.1" as const, status, headers: Object.entries(headers) };
  const answer = seeAnswer(head, Buffer.from(body), "complete");
  const reading = readAnswer(answer, "GET", SHOP_PROBES.woocommerce, "/wp-json/");
  const fail = { failure: null, answer, reading, probe: { id: "p1" } } as unknown as Observation;
  expect({ meaning: reading.meaning, blocker: nameOfBlocker(fail) }).toEqual({ meaning, blocker });

  for (const code of CODES[meaning] ?? []) {
    const cause = makeCause(code, { pass: null, fail }, { blocker, reason: reading.reason, methods: ["PATCH"] });
    const place = { shopSystem: "woocommerce" as const, server: readServer(answer)?.software ?? null };
    const fixes = fixesFor(cause, {
      ...place,
      url: "https://shop.example",
      addresses: ["203.0.113.5"],
      userAgents: ["Ours/1.0"],
      methods: [],
    });
    const [first] = fixes;
    if (reading.reason === "front_failed") expect(fixes.map(({ id }) => id)).toEqual(["front_failed.cloudflare"]);
    if (code === "server_error") continue;
    expect(softwareThatFits(blocker), code).toContain(first?.software);
    // Only what refused fits, never what carried it, and waiting is no fix where nothing ends by itself.
    for (const fix of fixes.filter(({ found }) => found))
      expect([...softwareThatFits(blocker), ...softwareOf(blocker)], code).toContain(fix.software);
    expect(decideFixer(cause, place), code).toBe(code === "rate_limited" ? "itself" : first?.fixer);
  }
});

it("every named product has a source", () => {
  for (const [what, , , , , , blocker] of REFUSERS) if (blocker !== null) expect(PRODUCTS[blocker]?.source, what).toBeTruthy();
});
