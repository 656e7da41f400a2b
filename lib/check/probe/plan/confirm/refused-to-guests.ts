import type { KeyFacts } from "@/lib/check/probe/findings";
import { passed } from "@/lib/check/probe/observation";
import type { Cells } from "@/lib/check/probe/plan/send/cells";
import { METHODS } from "@/lib/check/probe/plan/send/requests";
import type { Plan } from "@/lib/check/probe/plan/step";
import { Signatures, signatureOf } from "@/lib/check/probe/refusals";

/** The key writes with a method that is refused to guests: methods refused in the same way are sent with the key too, which decides. */
export function* probeRefusedToGuests(cells: Cells, key: Pick<KeyFacts, "write">): Plan<void> {
  const { matrix } = cells.evidence;
  if (!key.write || !passed(key.write) || cells.isBehindKey) return;
  const written = key.write.question.request.method;
  const toGuests = new Signatures();
  for (const method of [written, ...METHODS.filter((one) => one !== written)]) {
    const entries = matrix.select({ subject: "resource", method });
    const [first] = entries;
    if (!first || entries.some(({ observation }) => passed(observation))) continue;
    if (method !== written && !toGuests.has(first.observation)) continue;
    const keyed = yield* cells.send(cells.keyed(cells.question(first.cell, "method_with_key")));
    if (!keyed || !passed(keyed)) continue;
    toGuests.add(first.observation);
    const signature = signatureOf(first.observation);
    cells.ledger.matrix.deleteWhere(
      (one, { subject, method: by }) => subject === "resource" && by === method && signatureOf(one) === signature,
    );
    cells.ledger.matrix.set(first.cell, keyed);
  }
}
