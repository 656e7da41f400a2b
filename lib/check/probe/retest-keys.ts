import { refuse } from "@/lib/base/result";
import { diagnose } from "@/lib/check/diagnosis/diagnose";
import { usesCredentials } from "@/lib/check/matrix";
import { reasonOf } from "@/lib/check/probe/ask-rules";
import type { Asker } from "@/lib/check/probe/execute/asker";
import { Executor } from "@/lib/check/probe/execute/executor";
import { Experiment } from "@/lib/check/probe/plan/experiment";
import { testHeaderAndKeys } from "@/lib/check/probe/plan/keys/test-keys";
import type { CheckSetup } from "@/lib/check/probe/plan/setup";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";
import { userAgents } from "@/lib/connectors/egress/identity";
import { netFailure } from "@/lib/connectors/net/failures";
import { SHOP_PROBES } from "@/lib/connectors/probes";

export const isAboutKeys = (fail: Probe | undefined): boolean => fail !== undefined && usesCredentials(fail);

interface KeyRetest extends Pick<CheckSetup, "journal" | "platform" | "egress" | "control"> {
  asker: Asker;
  /** Undefined where the shop's address changed since the keys were given: they stay here. */
  credentials: unknown;
  previous: CheckResult;
  cause: Cause;
}

const sameThing = (a: Probe, b: Probe): boolean =>
  reasonOf(a.purpose) === reasonOf(b.purpose) &&
  a.method === b.method &&
  a.path === b.path &&
  a.userAgent === b.userAgent &&
  a.from === b.from;

/** Repeats the tests of header and keys. Returns the renewed probes by their old ids if the same cause is found; null asks for a whole check. */
export async function retestKeys(retest: KeyRetest): Promise<Map<string, Probe> | null> {
  const { asker, credentials, previous, cause, ...setup } = retest;
  const { journal, platform, egress } = setup;
  const fail = previous.probes.find(({ id }) => id === cause.evidence.fail);
  const source = egress.find(({ kind, address }) => kind === fail?.source && address === fail.from);
  if (!fail || !source) return null;
  const executor = new Executor(asker, async () => refuse(netFailure("target_not_allowed", "target")));
  const experiment = new Experiment({ ...setup, probes: SHOP_PROBES[platform], agents: userAgents(platform), withKey: null });
  if (!(await executor.run(experiment.startAt({ source, userAgent: fail.userAgent })))) return null;
  await executor.run(testHeaderAndKeys(experiment, { credentials, baseUrl: journal.base.target.baseUrl }));
  const isSame = ({ code, reason, affects }: Cause): boolean =>
    code === cause.code && reason === cause.reason && affects.join() === cause.affects.join();
  if (!diagnose(experiment.findings).some(isSame)) return null;
  const renewed = journal.observations.flatMap(({ probe }): [string, Probe][] => {
    // Of several tries the last one is what the cause stands on.
    const before = previous.probes.findLast((old) => sameThing(old, probe));
    return before ? [[before.id, { ...probe, id: before.id }]] : [];
  });
  return new Map(renewed);
}
