import { connectorFor } from "@/lib/connectors/registry";
import { nameFailure, outcomeOf, withShop } from "@/scripts/conformance/promises/outcomes";
import type { Outcome, Subject } from "@/scripts/conformance/subject";

/** The same key with every last character changed: well-formed, but unknown to the shop. */
function forge(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/.$/, (last) => (last === "a" ? "b" : "a"));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, forge(part)]));
}

export function checkConnecting(subject: Subject): Promise<Outcome[]> {
  const connector = connectorFor(subject.shopSystem);
  return withShop(subject, async (shop) => {
    const reached = await connector.preflight(shop);
    const described = await connector.describe(shop);
    const refused = await connector.preflight({ ...shop, credentials: forge(shop.credentials) });
    const about = described.ok
      ? Object.values(described.value)
          .filter((part) => typeof part === "string")
          .join(", ")
      : "";
    const problems = [reached, described].flatMap((reply) => (reply.ok ? [] : [nameFailure(reply.failure)]));
    if (described.ok && subject.name !== undefined && described.value.name !== subject.name)
      problems.push(`name: "${subject.name}" in the shop, "${described.value.name}" here`);
    const wrong = refused.ok
      ? ["an unknown key was accepted"]
      : refused.failure.code === "credentials_rejected"
        ? []
        : [nameFailure(refused.failure)];
    return [
      outcomeOf("The key connects, and the shop is described", problems, about),
      outcomeOf("An unknown key is called so", wrong, "credentials_rejected"),
    ];
  });
}
