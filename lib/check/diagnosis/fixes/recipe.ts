import type { Fix, FixedCause, FixPlace, FixText, Snippet } from "@/lib/check/diagnosis/fixes/fix";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { softwareOf } from "@/lib/check/diagnosis/fixes/software";
import { isSelfHosted as hasOwnServer } from "@/lib/connectors/platforms";

/** How to fix one kind of cause in one software. `recipes/` holds them, `fixes-for.ts` selects and fills them. */
export interface Recipe {
  id: string;
  software: Fix["software"];
  who: Fix["who"];
  minutes: number;
  /** Whether the recipe suits this shop; always if omitted. */
  fits?: (cause: FixedCause, place: FixPlace) => boolean;
  steps: readonly FixText[] | ((scope: Scope) => readonly FixText[]);
  /** Called only if our addresses are known or `withoutAddresses` is set. */
  snippets?: (scope: Scope) => Snippet[];
  withoutAddresses?: boolean;
  warnings?: readonly FixText[];
  cannotBeSkipped?: boolean;
}

/** A recipe with `<topic>.<software>` as its id. */
export const recipe = (
  id: `${string}.${Recipe["software"]}`,
  who: Recipe["who"],
  minutes: number,
  steps: Recipe["steps"],
  more: Pick<Recipe, "fits" | "snippets" | "withoutAddresses" | "warnings" | "cannotBeSkipped"> = {},
): Recipe => ({ id, software: id.slice(id.lastIndexOf(".") + 1) as Recipe["software"], who, minutes, steps, ...more });

export const isWordpress = (_: FixedCause, context: FixPlace): boolean => context.platform === "woocommerce" || context.platform === null;
export const isSelfHosted = (_: FixedCause, { platform }: FixPlace): boolean => platform === null || hasOwnServer(platform);
/** ModSecurity is a module of the web server, which reloads its rules. */
export const runsInNginx = (_: FixedCause, { server }: FixPlace): boolean => softwareOf(server).includes("nginx");
export const isPlatform =
  (platform: FixPlace["platform"]) =>
  (_: FixedCause, context: FixPlace): boolean =>
    context.platform === platform;
export const hasReason =
  (...reasons: string[]) =>
  (cause: FixedCause): boolean =>
    cause.reason !== null && reasons.includes(cause.reason);
