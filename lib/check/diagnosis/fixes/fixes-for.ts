import { type CauseCode, hasTrait, recoversAutomatically } from "@/lib/check/causes";
import { isFront } from "@/lib/check/diagnosis/fingerprints";
import { type Fix, type FixContext, type FixedCause, type FixPlace, step, text } from "@/lib/check/diagnosis/fixes/fix";
import type { Recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { addressRecipes, refusalRecipes } from "@/lib/check/diagnosis/fixes/recipes/addresses";
import { cacheRecipes, invalidRecipes } from "@/lib/check/diagnosis/fixes/recipes/answers";
import { closedRecipes, disabledRecipes, notFoundRecipes } from "@/lib/check/diagnosis/fixes/recipes/api";
import { bodySizeRecipes } from "@/lib/check/diagnosis/fixes/recipes/body-size";
import { authorizationRecipes, credentialRecipes } from "@/lib/check/diagnosis/fixes/recipes/keys";
import { methodRecipes } from "@/lib/check/diagnosis/fixes/recipes/methods";
import { loopRecipes, redirectRecipes } from "@/lib/check/diagnosis/fixes/recipes/redirects";
import {
  connectionRecipes,
  maintenanceAddressRecipes,
  maintenanceRecipes,
  nameRecipes,
  serverErrorRecipes,
  shopSystemRecipes,
  slowRecipes,
  targetRecipes,
  unstableRecipes,
} from "@/lib/check/diagnosis/fixes/recipes/server";
import { serverNameRecipes, tlsRecipes } from "@/lib/check/diagnosis/fixes/recipes/tls";
import { userAgentRecipes } from "@/lib/check/diagnosis/fixes/recipes/user-agents";
import { challengeRecipes, passwordRecipes, rateRecipes } from "@/lib/check/diagnosis/fixes/recipes/visitors";
import { makeScope, type Scope } from "@/lib/check/diagnosis/fixes/scope";
import { APPLICATION_OF, type FixSoftware, softwareOf } from "@/lib/check/diagnosis/fixes/software";
import { SHOP_SOFTWARE } from "@/lib/check/diagnosis/signs/row";
import { isLikeCoreRules } from "@/lib/check/probe/findings";
import type { Fixer } from "@/lib/health/lane/fixer";

/** The recipes for each cause, the most usual first. */
export const RECIPES: Record<CauseCode, readonly Recipe[]> = {
  target_not_allowed: targetRecipes,
  dns_not_found: nameRecipes,
  dns_failure: nameRecipes,
  connection_refused: [...connectionRecipes, ...addressRecipes],
  connection_timed_out: [...connectionRecipes, ...addressRecipes],
  connection_reset: [...serverNameRecipes, ...connectionRecipes, ...addressRecipes],
  ip_blocked: [...maintenanceAddressRecipes, ...addressRecipes],
  ...tlsRecipes,
  access_denied: refusalRecipes,
  user_agent_blocked: userAgentRecipes,
  method_blocked: methodRecipes,
  body_too_large: bodySizeRecipes,
  bot_challenge: challengeRecipes,
  rate_limited: rateRecipes,
  banned_during_test: addressRecipes,
  password_protected: passwordRecipes,
  redirect_loop: loopRecipes,
  redirected_to_other_host: redirectRecipes,
  cached_response: cacheRecipes,
  maintenance_mode: maintenanceRecipes,
  server_error: serverErrorRecipes,
  slow: slowRecipes,
  unstable: unstableRecipes,
  response_timed_out: slowRecipes,
  api_not_found: notFoundRecipes,
  api_disabled: disabledRecipes,
  closed_to_visitors: closedRecipes,
  wrong_shop_system: shopSystemRecipes,
  invalid_response: invalidRecipes,
  authorization_header_stripped: authorizationRecipes,
  credentials_rejected: credentialRecipes,
  credentials_insufficient: credentialRecipes,
};

/** Refusals below HTTP come from firewalls, regardless of the web server behind them. */
const BELOW_HTTP: ReadonlySet<string> = new Set(["dropped", "refused", "reset", "reset_in_tls"]);

const OF_THE_APPLICATION: ReadonlySet<string> = new Set(["php_fatal", "database_down"]);

const isLikelyOfCoreRules = ({ code, methods }: FixedCause): boolean => code === "method_blocked" && isLikeCoreRules(methods);

/** Apache's page is ModSecurity's as well: second, if the methods are those of its rules. */
function softwareOfBlocker(cause: FixedCause): readonly FixSoftware[] {
  const software = softwareOf(cause.blocker);
  const [first, ...others] = software;
  return first && others.includes("modsecurity") && isLikelyOfCoreRules(cause) ? [first, "modsecurity", ...others] : software;
}

/** Likely sources of an unsigned refusal, and of a failure. */
function guessSoftware(cause: FixedCause, inServer: readonly FixSoftware[], { shopSystem }: FixPlace): readonly FixSoftware[] {
  // These are words of the application or of PHP below it: the server in front did its work.
  if (cause.code === "server_error" && OF_THE_APPLICATION.has(cause.reason ?? ""))
    return shopSystem === null ? [] : [APPLICATION_OF[shopSystem]];
  if (cause.blocker === SHOP_SOFTWARE) return shopSystem === null ? [] : [APPLICATION_OF[shopSystem]];
  if (cause.reason === "maintenance_for_address") return ["magento"];
  const isBelowHttp = cause.reason !== null && BELOW_HTTP.has(cause.reason);
  if (cause.code === "banned_during_test") return ["fail2ban", "firewall"];
  if (cause.code === "ip_blocked" && isBelowHttp) return ["firewall", "fail2ban"];
  // These can read the name in the TLS handshake.
  if (cause.code === "connection_reset")
    return cause.reason === "reset_in_tls" ? ["haproxy", "nginx", "firewall"] : ["firewall", "haproxy"];
  if (cause.reason === "path_redirected" && cause.details?.["by"] === "wordpress") return ["wordpress"];
  if (cause.reason === "plain_permalinks" || cause.reason === "closed_by_plugin") return ["wordpress"];
  // PrestaShop's rule is in an .htaccess that it writes itself.
  if (cause.code === "api_not_found" && shopSystem === "prestashop" && inServer.includes("htaccess")) return ["prestashop"];
  // Apache strips the header only before PHP-FPM or FastCGI.
  if (cause.code === "authorization_header_stripped" && inServer.includes("apache")) return ["php_fpm"];
  // Exactly the methods that the OWASP core rules refuse by default: likelier theirs than a rule of the server.
  return isLikelyOfCoreRules(cause) && (inServer.includes("modsecurity") || cause.reason === "rule_unknown") ? ["modsecurity"] : [];
}

const isRefusal = ({ code }: FixedCause): boolean => hasTrait(code, "refusal") || code === "rate_limited" || code === "password_protected";

/** Whether the server only carried the refusal: another product signed it, the page is unknown, or a front would have signed its own. */
const isOnlyCarrier = (cause: FixedCause, server: string | null): boolean =>
  isRefusal(cause) && (cause.blocker === null ? isFront(server) || cause.details?.["page"] !== undefined : cause.blocker !== server);

/** Software that fits what the check saw of this shop: the blocker that it named, then the likely one, then the server. */
function findSoftware(cause: FixedCause, context: FixPlace): readonly FixSoftware[] {
  const blocker = softwareOfBlocker(cause);
  const inServer = isOnlyCarrier(cause, context.server) ? [] : softwareOf(context.server);
  const guessed = guessSoftware(cause, inServer, context);
  // A refusal below HTTP has no page, so its blocker is only the server behind it.
  return [
    ...new Set(
      cause.code === "ip_blocked" && guessed.length > 0 ? [...guessed, ...blocker, ...inServer] : [...blocker, ...guessed, ...inServer],
    ),
  ];
}

function fill(recipe: Recipe, found: boolean, cause: FixedCause, context: FixContext): Fix {
  const { id, software, fixer, minutes, exceptions = [], warnings = [], cannotBeSkipped = false } = recipe;
  const scope = makeScope(cause, context);
  const lacksAddresses = exceptions.length > 0 && scope.addresses.length === 0;
  const filled = <Value extends object | string>(values: readonly (Value | ((scope: Scope) => Value | readonly Value[]))[]): Value[] =>
    values.flatMap((one) => (typeof one === "function" ? one(scope) : one));
  const steps = lacksAddresses ? ["addresses_unknown", ...recipe.steps] : recipe.steps;
  return {
    id,
    software,
    fixer,
    minutes,
    found,
    cannotBeSkipped,
    steps: filled(steps).map((one) => (typeof one === "string" ? step(one) : one)),
    snippets: lacksAddresses ? [] : filled([...exceptions, ...(recipe.snippets ?? [])]),
    warnings: warnings.map((one) => (typeof one === "string" ? text(`warnings.${one}`) : one)),
  };
}

/** The recipes for a cause on this shop: first those for the software that the check found, blocker before server. */
function rankRecipes(cause: FixedCause, place: FixPlace): { recipe: Recipe; found: boolean }[] {
  const software = findSoftware(cause, place);
  const rank = (recipe: Recipe) => (software.includes(recipe.software) ? software.indexOf(recipe.software) : software.length);
  const fitting = RECIPES[cause.code].filter((recipe) => recipe.fits?.(cause, place) ?? true);
  const ofBlocker = softwareOf(cause.blocker);
  const hasOwn = fitting.some((recipe) => ofBlocker.includes(recipe.software));
  return fitting
    .filter(({ onlyWithoutOwn = false }) => !(onlyWithoutOwn && hasOwn))
    .map((recipe) => ({ recipe, rank: rank(recipe) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ recipe, rank: at }) => ({ recipe, found: at < software.length }));
}

/** Fixes for a cause on this shop, the likeliest first. Pure. Snippets are limited to our addresses, User-Agents and methods and to the API's path. */
export const fixesFor = (cause: FixedCause, context: FixContext): Fix[] =>
  rankRecipes(cause, context).map(({ recipe, found }) => fill(recipe, found, cause, context));

/** Who has to act on a cause: the fixer of the first fix. */
export const decideFixer = (cause: FixedCause, place: FixPlace): Fixer =>
  recoversAutomatically(cause) ? "itself" : (rankRecipes(cause, place)[0]?.recipe.fixer ?? "hosting_provider");
