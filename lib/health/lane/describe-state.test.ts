import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { CAUSE_CODES } from "@/lib/check/causes";
import { RUN_FAILURES } from "@/lib/health/failures";
import { type ActiveRun, describeState, toStaff } from "@/lib/health/lane/describe-state";
import { FIXERS, type Fixer } from "@/lib/health/lane/fixer";
import { LANE_STATES, type LaneReason } from "@/lib/health/lane/lane";
import { LANES } from "@/lib/health/lane/lane-name";
import type { Phrase, SentenceLane } from "@/lib/health/lane/sentence";
import de from "@/lib/i18n/messages/de/states.json";
import en from "@/lib/i18n/messages/en/states.json";

const now = new Date("2026-11-25T09:00:00Z");
const at = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);

const lane = (parts: Partial<SentenceLane> = {}): SentenceLane => ({
  lane: "orders_in",
  state: "regular",
  since: at(-400),
  reason: { code: "none" },
  nextSyncAt: at(40),
  nextRecoveryProbeAt: null,
  lastSuccessAt: at(-5),
  failingSince: null,
  failedAttempts: 0,
  lastFailedAt: null,
  ...parts,
});

const found = {
  code: "causes_found" as const,
  checkId: "c",
  others: 1,
  methods: ["PATCH", "DELETE"],
  userAgents: ["Sendcloud/1.0.0"],
  addresses: ["192.0.2.7"],
  blocker: null,
  fixer: "hosting_provider" as const,
};
const REASONS: LaneReason[] = [
  { code: "none" },
  { code: "no_credentials" },
  { code: "causes_gone" },
  { code: "asked_to_wait", status: 503, until: at(10).toISOString() },
  { code: "window_announced", until: at(10).toISOString(), by: "Ada" },
  { code: "paused_by", by: "Ada" },
  { code: "never_succeeded", days: 30 },
  ...RUN_FAILURES.map((failure): LaneReason => ({ code: "failed", failure, status: 503, times: 3 })),
  ...CAUSE_CODES.map((cause): LaneReason => ({ ...found, cause })),
];
const RUNS: (ActiveRun | null)[] = [
  null,
  { status: "queued", requestedAt: now, startedAt: null, fetched: 0, total: null },
  { status: "running", requestedAt: now, startedAt: now, fetched: 0, total: null },
  { status: "running", requestedAt: now, startedAt: now, fetched: 37, total: 120 },
];

/** The text of a phrase as the page shows it; throws for a missing key or value. */
function say(messages: typeof en, locale: string, { key, values }: Phrase): string {
  const translate = createTranslator({
    locale,
    messages: { states: messages },
    namespace: "states",
    onError: (error) => {
      throw error;
    },
  });
  const shown = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value instanceof Date ? () => value.toISOString().slice(11, 16) : value]),
  );
  return translate.markup(key as never, { ...shown, b: (chunks: string) => chunks } as never);
}

describe("the state sentence", () => {
  it("shows no more orders than it says there are, as a run may read further ones again", () => {
    const run: ActiveRun = { status: "running", requestedAt: now, startedAt: now, fetched: 83, total: 25 };
    const { what } = describeState(lane({}), run, now);
    expect(say(en, "en", what)).toMatch(/: 83 orders$/);
    expect(say(en, "en", describeState(lane({}), { ...run, total: 120 }, now).what)).toMatch(/: 83 of 120 orders$/);
  });

  it("has text in both languages for every possible state, reason and run", () => {
    for (const name of LANES)
      for (const state of LANE_STATES)
        for (const reason of REASONS)
          for (const run of RUNS) {
            const sentence = describeState(
              lane({
                lane: name,
                state,
                reason,
                nextRecoveryProbeAt: at(2),
                failingSince: at(-60 * 24 * 8),
                failedAttempts: 4,
                lastFailedAt: at(-3),
              }),
              run,
              now,
            );
            const { word, what, why, attempts, acts, next, warning } = sentence;
            for (const phrase of [word, what, why, attempts, acts, next, warning])
              if (phrase)
                for (const words of [say(en, "en", phrase), say(de, "de", phrase)]) expect(words).not.toMatch(/[{}]|undefined|^$/);
          }
  });

  it("says what, since when, why, who acts and what comes next", () => {
    const slow = lane({
      state: "throttled",
      reason: { code: "failed", failure: "server_error", status: 503, times: 3 },
      nextRecoveryProbeAt: at(1),
    });
    const sentence = describeState(slow, null, now);
    const words = (locale: "en" | "de") =>
      [sentence.what, sentence.why, sentence.acts, sentence.next].map((phrase) => phrase && say(locale === "en" ? en : de, locale, phrase));
    expect(words("en")).toEqual([
      "Throttled since 02:20",
      "the shop answered 503 three times",
      "Recovering automatically",
      "next check 09:01, next attempt 09:40",
    ]);
    expect(words("de")).toEqual([
      "Seit 02:20 gedrosselt",
      "Der Shop hat dreimal mit 503 geantwortet",
      "Erholt sich automatisch",
      "nächste Prüfung 09:01, nächster Versuch 09:40",
    ]);
  });

  it("names the fixer of the cause, whether the lane is stopped or throttled", () => {
    const who = (state: "action_needed" | "throttled", fixer: (typeof FIXERS)[number]) =>
      describeState(lane({ state, reason: { ...found, cause: "server_error", fixer } }), null, now).who;
    for (const state of ["action_needed", "throttled"] as const)
      expect(FIXERS.map((fixer) => who(state, fixer))).toEqual(["you", "host", "support", "itself"]);
  });

  it("states how many attempts failed and when the last one did, unless the reason does", () => {
    const attempts = (parts: Partial<SentenceLane>) => {
      const phrase = describeState(lane({ state: "throttled", lastFailedAt: at(-3), ...parts }), null, now).attempts;
      return phrase && [say(en, "en", phrase), say(de, "de", phrase)];
    };
    const failed = (times: number): LaneReason => ({ code: "failed", failure: "server_error", status: 503, times });
    expect(attempts({ reason: { ...found, cause: "ip_blocked" }, failedAttempts: 4 })).toEqual([
      "4 failed attempts, most recently 08:57",
      "4 Fehlversuche, zuletzt 08:57",
    ]);
    expect(attempts({ reason: failed(2), failedAttempts: 4 })).toEqual([
      "4 failed attempts, most recently 08:57",
      "4 Fehlversuche, zuletzt 08:57",
    ]);
    expect(attempts({ reason: failed(4), failedAttempts: 4 })).toEqual(["last attempt 08:57", "letzter Versuch 08:57"]);
    expect(attempts({ reason: failed(1), failedAttempts: 1 })).toBeNull();
    expect(describeState(lane({ reason: failed(1), failedAttempts: 1, lastFailedAt: at(-3) }), null, now).what.values["at"]).toEqual(
      at(-3),
    );
  });

  it("requests no action and promises no recovery while a sync runs, because it may end the trouble", () => {
    const slow = lane({ state: "throttled", reason: { code: "failed", failure: "server_error", status: 503, times: 3 } });
    const blocked = lane({ state: "action_needed", reason: { ...found, cause: "method_blocked" } });
    for (const trouble of [slow, blocked])
      for (const run of RUNS.filter((one) => one !== null))
        expect(describeState(trouble, run, now)).toMatchObject({ who: "none", acts: { key: "acts.none" } });
    const parcels = lane({ lane: "tracking_out", state: "throttled", reason: { code: "none" } });
    expect(describeState(parcels, RUNS[1] ?? null, now).who, "a sync of orders ends the trouble of no other lane").toBe("itself");
  });

  it("names who acts from the viewpoint of staff", () => {
    const acts = (cause: { fixer: Fixer }) => {
      const reason = { ...found, cause: "method_blocked", ...cause };
      const sentence = describeState(lane({ state: "action_needed", reason }), null, now);
      return [sentence, toStaff(sentence)].map((one) => say(en, "en", one.acts));
    };
    expect(acts({ fixer: "merchant" })).toEqual(["Action needed from you", "Action needed from the merchant"]);
    expect(acts({ fixer: "hosting_provider" })).toEqual(["The hosting provider can fix this", "The hosting provider can fix this"]);
    expect(acts({ fixer: "support" })).toEqual(["Our support is on it", "Action needed from support"]);
  });

  it("states the end of maintenance only if it was announced: a shop that asks to wait may ask again", () => {
    const nextOf = (reason: LaneReason) => {
      const { next } = describeState(lane({ state: "maintenance", reason, nextRecoveryProbeAt: at(2) }), null, now);
      return next && say(en, "en", next);
    };
    expect(nextOf({ code: "asked_to_wait", status: 503, until: at(40).toISOString() })).toBe("next check 09:02, next attempt 09:40");
    expect(nextOf({ code: "window_announced", by: "Ada", until: at(40).toISOString() })).toBe("resumes 09:40");
  });

  it("has no second full stop after a name that ends with one", () => {
    const { why } = describeState(lane({ state: "paused", reason: { code: "paused_by", by: "Jan de Boer jr." } }), null, now);
    expect(why && say(en, "en", why)).toBe("by Jan de Boer jr");
  });

  it("announces no sync for a shop without a key", () => {
    const keyless = lane({ state: "action_needed", reason: { code: "no_credentials" }, nextRecoveryProbeAt: at(20) });
    expect(describeState(keyless, null, now).next).toBeNull();
  });

  it("warns of the switch-off from the seventh day on", () => {
    const warningAfter = (days: number) =>
      describeState(lane({ state: "throttled", failingSince: at(-days * 24 * 60) }), null, now).warning;
    expect(warningAfter(6)).toBeNull();
    expect(warningAfter(8)?.values["off"]).toEqual(new Date(at(-8 * 24 * 60).getTime() + 30 * 86_400_000));
  });
});
