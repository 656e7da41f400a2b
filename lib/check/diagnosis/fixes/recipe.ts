import type { Fix, FixedCause, FixPlace, FixText, Snippet } from "@/lib/check/diagnosis/fixes/fix";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { softwareOf } from "@/lib/check/diagnosis/fixes/software";
import { isSelfHosted as hasOwnServer } from "@/lib/connectors/platforms";

/** How to mend one kind of trouble in one software. `recipes/` holds them, `fixes-for.ts` picks and fills them. */
export interface Recipe {
  id: string;
  software: Fix["software"];
  who: Fix["who"];
  minutes: number;
  /** False for a recipe that makes no sense for this shop; left out: always. */
  fits?: (cause: FixedCause, place: FixPlace) => boolean;
  steps: readonly FixText[] | ((scope: Scope) => readonly FixText[]);
  /** Called only when our addresses are known, unless `withoutAddresses` says that the snippets need none. */
  snippets?: (scope: Scope) => Snippet[];
  withoutAddresses?: boolean;
  warnings?: readonly FixText[];
  cannotBeSkipped?: boolean;
}

export const isWordpress = (_: FixedCause, context: FixPlace): boolean => context.platform === "woocommerce" || context.platform === null;
export const isSelfHosted = (_: FixedCause, { platform }: FixPlace): boolean => platform === null || hasOwnServer(platform);
/** ModSecurity is a module of the web server: what it takes to load its rules anew is that server's. */
export const runsInNginx = (_: FixedCause, { server }: FixPlace): boolean => softwareOf(server).includes("nginx");
export const isPlatform =
  (platform: FixPlace["platform"]) =>
  (_: FixedCause, context: FixPlace): boolean =>
    context.platform === platform;
export const hasReason =
  (...reasons: string[]) =>
  (cause: FixedCause): boolean =>
    cause.reason !== null && reasons.includes(cause.reason);
