import type { Cell, Findings } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import type { Cells } from "@/lib/check/probe/plan/send/cells";
import { atUnseenAddress } from "@/lib/check/probe/plan/send/still-passing";
import type { Plan } from "@/lib/check/probe/plan/step";
import { signatureOf } from "@/lib/check/probe/refusals";
import type { Cause } from "@/lib/check/result";

/** Some caches serve a refusal to everyone: requests the root again at unseen URLs. If those fail too, a ban has begun. */
export function* probeBehindCache(cells: Cells, causes: readonly Cause[], { cached }: Findings): Plan<boolean> {
  const { journal, ledger } = cells;
  const { matrix, agents, egress } = cells.evidence;
  const { working } = cells;
  const find = (id: string | null) => journal.observations.find(({ probe }) => probe.id === id);
  const [pass, fail] =
    causes.flatMap(({ code, evidence }) => {
      const pair = [find(evidence.pass), find(evidence.fail)] as const;
      const isAboutVisitor = code === "ip_blocked" || code === "user_agent_blocked";
      return isAboutVisitor && pair[0]?.question.subject === "root" && pair[1]?.answer ? [pair] : [];
    })[0] ?? [];
  if (!pass || !fail || !working || cached) return false;
  const isOther = (cell: Cell): boolean => cell.source !== working.source || cell.userAgent !== working.userAgent;
  const others = [...agents.map((userAgent) => ({ ...working, userAgent })), ...egress.map((source) => ({ ...working, source }))]
    .filter(isOther)
    .filter((cell) => !matrix.passes(cell));
  if (journal.requestsLeft < others.length + 2) return false;
  const again = yield* cells.send({ ...pass.question, rule: "passed_before_behind_cache" });
  if (!again || signatureOf(again) !== signatureOf(fail)) return false;
  let count = 100;
  const ask = (cell: Cell) => cells.send(cells.question(cell, "visitors_at_unseen_address", atUnseenAddress(cells.root, count)));
  const open = yield* ask(working);
  if (!open) return false;
  if (!passed(open)) {
    // Not a cache: a request that passed before is refused now.
    if (yield* cells.still.verifyUnaskedPath(again)) ledger.time.countsByUrl = { pass, fail: again };
    else ledger.time.banned ??= { pass, fail: again };
    ledger.withdrawCountedByUrl();
    return true;
  }
  ledger.matrix.deleteWhere((one, cell) => cell.subject === "root" && signatureOf(one) === signatureOf(fail));
  ledger.matrix.set(working, open);
  let beside: Observation | null = open;
  for (const cell of others) {
    // The refusal is cached now, so the next visitor needs another URL.
    beside ??= yield* ask(working);
    const seen = yield* ask(cell);
    if (seen) ledger.matrix.set(cell, seen);
    if (!seen || passed(seen)) continue;
    if (beside && passed(beside)) ledger.beside.set(seen, beside);
    beside = null;
    count += 1;
  }
  // Everyone passes at an unseen URL: the limit counts per URL, and no cache kept a refusal.
  if (others.every((cell) => matrix.passes(cell))) ledger.time.countsByUrl = { pass, fail: again };
  return true;
}
