import type { SeenRequest } from "@/lib/connectors/http/client";
import type { RunFailureCode } from "@/lib/health/failures";

export const LOOKUP_KINDS = [
  ...(["not_in_shop", "draft", "in_trash", "status_hidden", "before_import"] as const),
  ...(["quarantined", "other_store", "unlisted", "not_imported", "stored", "imported", "not_asked"] as const),
] as const satisfies readonly LookupOutcome["kind"][];

/** Why an order with this number or id is not in the list, for one shop. Dates are ISO instants. Texts: `orders.lookup.<kind>`. */
export type LookupOutcome =
  /** The shop has no such order; `historyDays`: it hides older orders from our key. */
  | { kind: "not_in_shop"; historyDays: number | null }
  /** A checkout or an order of the admin that was not completed. */
  | { kind: "draft"; number: string; status: string }
  | { kind: "in_trash"; number: string; status: string }
  /** Stored, with a status that the merchant hides from lists. */
  | ({ kind: "status_hidden"; status: string } & StoredOrder)
  /** Last changed before the import begins. */
  | { kind: "before_import"; number: string; changedAt: string; importFrom: string }
  /** Quarantined; `error` names the field that cannot be read. */
  | { kind: "quarantined"; error: string }
  /** Belongs to another shop of the same installation, which this key does not import. */
  | { kind: "other_store"; number: string }
  /** Returned by its id, but neither listed nor counted: not imported, since the next count check would remove it. */
  | { kind: "unlisted"; number: string; status: string }
  /** In the shop's list; asked by staff without the right to import it. */
  | { kind: "not_imported"; number: string }
  /** Already stored, but it does not match the other filters. */
  | ({ kind: "stored" } & StoredOrder)
  /** Fetched and stored just now. `unlisted`: an earlier import covered its time, but the shop's list did not contain it. */
  | ({ kind: "imported"; unlisted: boolean } & StoredOrder)
  /** The shop did not answer. */
  | { kind: "not_asked"; failure: RunFailureCode; status: number | null };

interface StoredOrder {
  orderId: string;
  number: string;
  /** See FoundOrder. */
  unpaidStatus: string | null;
}

export interface ShopLookup {
  integrationId: string;
  shopName: string;
  outcome: LookupOutcome;
  /** The requests that the shop answered, as evidence. */
  requests: readonly SeenRequest[];
}

export interface OrderLookup {
  lookups: ShopLookup[];
  /** Number of shops beyond the limit per lookup. */
  shopsNotAsked: number;
}
