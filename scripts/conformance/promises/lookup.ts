import { connectorFor } from "@/lib/connectors/registry";
import { nameFailure, outcomeOf, withShop } from "@/scripts/conformance/promises/outcomes";
import type { Outcome, Subject } from "@/scripts/conformance/subject";

const SAMPLE = 10;

/** By id and number for a sample, by every further number that the truth names. */
export async function checkLookup(subject: Subject): Promise<Outcome[]> {
  const connector = connectorFor(subject.shopSystem);
  const truth = await subject.listTruth();
  const listed = truth.filter(({ place }) => place === "list");
  const every = Math.max(1, Math.floor(listed.length / SAMPLE));
  const sample = listed
    .filter((_, index) => index % every === 0)
    .flatMap(({ id, number }) => [
      { id, text: number ?? id },
      { id, text: id },
    ]);
  const further = truth.flatMap(({ id, numbers }) => numbers.map((text) => ({ id, text })));
  return withShop(subject, async (shop) => {
    const problems: string[] = [];
    for (const { id, text } of [...sample, ...further]) {
      const found = await connector.findOrders(shop, text.replace(/^#/, ""));
      if (!found.ok) problems.push(`"${text}": ${nameFailure(found.failure)}`);
      else if (!found.value.some(({ externalId }) => externalId === id))
        problems.push(`"${text}": order ${id} in the shop, ${found.value.map(({ externalId }) => externalId).join(", ") || "none"} here`);
    }
    const gone = truth.filter(({ place }) => place === "deleted").slice(0, SAMPLE);
    for (const { id } of gone) {
      const found = await connector.findOrders(shop, id);
      if (found.ok && found.value.some(({ externalId }) => externalId === id)) problems.push(`"${id}": deleted in the shop, found here`);
    }
    return [
      outcomeOf(
        "Lookup finds an order by every kind of number",
        problems,
        `${sample.length + further.length} numbers, ${gone.length} deleted`,
      ),
    ];
  });
}
