import type { CheckResult } from "@/lib/check/result";
import type { ShopClient } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { TrueOrder } from "@/scripts/conformance/true-order";

/** What a break must be named as. */
export interface ExpectedBreak {
  name: string;
  /** A code of lib/check/causes.ts; null if nothing may block a lane, as with slow answers. */
  cause: string | null;
}

/** A printed fix, as a script can apply it. */
export interface PrintedFix {
  software: string;
  steps: string[];
  snippets: { title: string; file: string | null; place: string; replaces: string | null; code: string }[];
}

/** A running shop, and what its operator can do to it. Absent abilities leave their promises untested. */
export interface Subject {
  shopSystem: ShopSystem;
  /** As the shop's owner reads it; not compared if absent. */
  name?: string | undefined;
  credentials: unknown;
  /** Opens a client of the shop as the sync has one; closed by the caller. */
  open(): ShopClient & { close(): Promise<void> };
  /** The shop's own tables. */
  listTruth(): Promise<TrueOrder[]>;
  /** Edits these orders at once, so that the shop stamps them. */
  change?(ids: readonly string[]): Promise<void>;
  /** Orders that may get a tracking number. */
  parcels: readonly string[];
  webhooks?: {
    /** Where the shop delivers to, on `listen`. */
    address: string;
    listen: { host: string; port: number };
    /** Makes the shop send what is due; by default it does so by itself. */
    deliver?(): Promise<void>;
    withinMs: number;
  };
  breaks?: {
    expected: readonly ExpectedBreak[];
    check(): Promise<CheckResult>;
    cause(name: string): Promise<void>;
    /** Applies the printed fix literally. */
    fix?(name: string, fix: PrintedFix): Promise<void>;
    mend(): Promise<void>;
    printFix(result: CheckResult, code: string): Promise<PrintedFix | null>;
  };
}

/** `held` null: untested, and `shown` says what is missing. Otherwise `shown` is what was seen, for a broken one with both values. */
export interface Outcome {
  promise: string;
  held: boolean | null;
  shown: string;
}
