import { trimSlashes } from "@/lib/base/trim-end";
import { makeCause } from "@/lib/check/diagnosis/make-cause";
import type { Observation } from "@/lib/check/probe/observation";
import type { Cause } from "@/lib/check/result";

/** The shop's base URL on another host, if the redirect keeps the requested path or leads to the root; otherwise null. */
function addressBehind({ question, redirect }: Observation): string | null {
  if (!redirect?.target || redirect.kind !== "other_site") return null;
  const asked = trimSlashes(question.request.path.split("?")[0] ?? "");
  const { origin, basePath } = redirect.target;
  if (basePath.endsWith(asked)) return origin + basePath.slice(0, basePath.length - asked.length);
  return basePath === "" ? origin : null;
}

/**
 * The base URL of PrestaShop's main domain, to which the application itself redirects requests for another host: with the path in `url=`, at the
 * shop's root or, between a name and its `www.`, at the same path. No rule of a server does that.
 */
function mainDomainOf({ question, redirect, baseUrl }: Observation): string | null {
  const resource = /^\/api(?:\/([^?]*))?(?:\?|$)/.exec(question.request.path)?.[1] ?? (question.request.path === "/api" ? "" : null);
  if (resource === null || !redirect?.target || !URL.canParse(redirect.location)) return null;
  const { origin, basePath, authority } = redirect.target;
  const { pathname, search } = new URL(redirect.location);
  if (!search.split(/[?&]/).includes(`url=${encodeURIComponent(resource)}`) || new URL(baseUrl).host === authority) return null;
  const ending = trimSlashes(`/api/${resource}`);
  if (basePath.endsWith(ending)) return origin + basePath.slice(0, basePath.length - ending.length);
  // Without friendly URLs, the root is `index.php`.
  return /\/(?:index\.php)?$/.test(pathname) ? origin + trimSlashes(pathname.replace(/index\.php$/, "")) : null;
}

const REASONS = { other_site: null, downgrade: "scheme_downgrade", path_changed: "path_lost", same_address: "path_lost" } as const;

export function causeOfRedirect(observation: Observation): Cause {
  const { redirect, reading } = observation;
  const evidence = { pass: null, fail: observation };
  if (reading?.reason === "plain_http") return makeCause("api_not_found", evidence, { reason: "other_path" });
  if (!redirect || redirect.kind === "unreadable") return makeCause("invalid_response", evidence, { reason: null });
  const mainDomain = mainDomainOf(observation);
  const address = mainDomain ?? addressBehind(observation);
  const details = { location: redirect.location, host: redirect.target?.host ?? "", ...(address === null ? {} : { address }) };
  if (redirect.kind === "forbidden") return makeCause("target_not_allowed", evidence, { reason: "redirect_not_allowed", details });
  return makeCause("redirected_to_other_host", evidence, {
    reason: mainDomain === null ? REASONS[redirect.kind] : "main_domain_changed",
    details,
  });
}

export const leadsToLogin = ({ redirect }: Observation): boolean =>
  redirect?.kind === "path_changed" &&
  /\/(?:wp-login\.php|log-?in|sign-?in|anmelden|anmeldung|connexion|inloggen)\b/i.test(redirect.target?.pathAndQuery ?? "");

/** Judged by the last segment of the path. */
export const leadsToMaintenance = ({ redirect }: Pick<Observation, "redirect">): boolean =>
  redirect?.kind === "path_changed" &&
  /maintenance|\bmaint\b|wartung|onderhoud|mantenimiento|manutenzione|coming-?soon/i.test(
    redirect.target?.pathAndQuery.split("?")[0]?.split("/").findLast(Boolean) ?? "",
  );
