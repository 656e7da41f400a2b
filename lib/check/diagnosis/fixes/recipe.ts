import { type Fix, type FixedCause, type FixPlace, type FixText, type Snippet, step } from "@/lib/check/diagnosis/fixes/fix";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { type FixSoftware, fixerOf, softwareOf, WORDPRESS_PLUGINS } from "@/lib/check/diagnosis/fixes/software";
import { isSelfHosted as hasOwnServer, isShopSystem, type ShopSystem } from "@/lib/connectors/shop-systems";

type Filled<Value> = Value | ((scope: Scope) => Value | readonly Value[]);

type Fits = (cause: FixedCause, place: FixPlace) => boolean;

interface Options {
  /** Default: who usually manages the software. */
  fixer?: Fix["fixer"];
  /** Whether the recipe suits this shop; by default, whether the shop can have the software. */
  fits?: Fits;
  /** Snippets that exempt our addresses: left out while those are unknown. */
  exceptions?: readonly Filled<Snippet>[];
  snippets?: readonly Filled<Snippet>[];
  /** Texts, or keys of `fixes.warnings`. */
  warnings?: readonly (FixText | string)[];
  cannotBeSkipped?: boolean;
  /** Left out if the software that refused has a recipe of its own. */
  onlyWithoutOwn?: boolean;
  /** The last step; by default to test again. */
  last?: "test_again" | "refresh_after" | null;
}

/** How to fix one kind of cause in one software; `fixes-for.ts` selects and fills it. */
export interface Recipe extends Omit<Options, "fixer" | "last"> {
  id: string;
  software: FixSoftware;
  fixer: Fix["fixer"];
  minutes: number;
  /** Texts, or keys of `fixes.steps`. */
  steps: readonly Filled<FixText | string>[];
}

const RELOAD_COMMANDS: Partial<Record<FixSoftware, string>> = {
  nginx: "nginx -t && systemctl reload nginx",
  apache: "apachectl configtest && systemctl reload apache2",
  haproxy: "haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl reload haproxy",
  caddy: "caddy reload --config /etc/caddy/Caddyfile",
  varnish: "varnishreload",
  lighttpd: "lighttpd -tt -f /etc/lighttpd/lighttpd.conf && systemctl reload lighttpd",
  fail2ban: "fail2ban-client reload",
};

export const reload = (software: FixSoftware): FixText => step("reload", { command: RELOAD_COMMANDS[software] ?? "" });

/** A shop system and its plugins exist only in shops of that system. */
function fitsSoftware(software: FixSoftware): { fits?: Fits } {
  if (isShopSystem(software)) return { fits: ofShopSystem(software) };
  if (software === "wordpress") return { fits: ofShopSystem("woocommerce") };
  return WORDPRESS_PLUGINS.has(software) ? { fits: isWordpress } : {};
}

/** The software that the id of a recipe names. */
export const softwareOfRecipe = (id: string): FixSoftware => id.slice(id.lastIndexOf(".") + 1) as FixSoftware;

/** A recipe with `<topic>.<software>` as its id. The step `reload` reloads that software. */
export function recipe(
  id: `${string}.${FixSoftware}`,
  minutes: number,
  steps: Recipe["steps"],
  { fixer, last = "test_again", ...options }: Options = {},
): Recipe {
  const software = softwareOfRecipe(id);
  const filled = steps.map((one) => (one === "reload" ? reload(software) : one));
  return {
    id,
    software,
    fixer: fixer ?? fixerOf(software),
    minutes,
    steps: last === null ? filled : [...filled, last],
    ...fitsSoftware(software),
    ...options,
  };
}

export const where = (condition: Fits, recipes: readonly Recipe[]): Recipe[] =>
  recipes.map((one) => ({ ...one, fits: (cause, place) => condition(cause, place) && (one.fits?.(cause, place) ?? true) }));

export const findRule = (pattern: string, place: string): FixText => step("find_rule", { command: `grep -rnE '${pattern}' ${place}` });

export const findRedirect = (pattern: string, place: string): FixText =>
  step("find_redirect", { command: `grep -rnE '${pattern}' ${place}` });

export const isWordpress: Fits = (_, { shopSystem }) => shopSystem === "woocommerce" || shopSystem === null;
export const isSelfHosted: Fits = (_, { shopSystem }) => shopSystem === null || hasOwnServer(shopSystem);
/** ModSecurity is a module of the web server, which reloads its rules. */
export const runsInNginx: Fits = (_, { server }) => softwareOf(server).includes("nginx");
export const ofShopSystem =
  (shopSystem: ShopSystem): Fits =>
  (_, place) =>
    place.shopSystem === shopSystem;
export const hasReason =
  (...reasons: string[]): Fits =>
  ({ reason }) =>
    reason !== null && reasons.includes(reason);
export const not =
  (condition: Fits): Fits =>
  (cause, place) =>
    !condition(cause, place);
