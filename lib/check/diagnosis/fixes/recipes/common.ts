import { type FixText, step } from "@/lib/check/diagnosis/fixes/fix";
import { findRule, not, type Recipe, recipe, reload, runsInNginx } from "@/lib/check/diagnosis/fixes/recipe";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { apacheServer, rewriteCondition } from "@/lib/check/diagnosis/fixes/snippets/apache";
import { modsecurityExclusion, type Topic } from "@/lib/check/diagnosis/fixes/snippets/modsecurity";
import { awsIpSets } from "@/lib/check/diagnosis/fixes/snippets/network";
import { caddyMatcher, haproxyAcl, lighttpdException, varnishPass } from "@/lib/check/diagnosis/fixes/snippets/proxies";
import { pathPrefix } from "@/lib/check/diagnosis/fixes/snippets/snippet";
import { isLikeCoreRules } from "@/lib/check/probe/findings";

// Recipes that differ for refused addresses, methods and User-Agents only in the text by which the rule is found.

/** Needs to see the visitor's real address. */
const behindProxy = { warnings: ["real_address"] };

export const withPath = (key: string) => (scope: Scope) => step(key, { path: pathPrefix(scope) });

export const caddy = (topic: Topic, pattern: string): Recipe =>
  recipe(`${topic}.caddy`, 5, [findRule(pattern, "/etc/caddy"), "caddy_not", "reload"], { exceptions: [caddyMatcher], ...behindProxy });

export const apache = (topic: Topic, ...find: FixText[]): Recipe =>
  recipe(
    `${topic}.apache`,
    5,
    [...(topic === "methods" ? [modsecurityOrApache] : []), ...find, "apache_if_server", "rewrite_condition_too", "reload"],
    {
      exceptions: [apacheServer, rewriteCondition],
      ...behindProxy,
    },
  );

export const inHtaccess = (topic: string, steps: Recipe["steps"], exceptions: NonNullable<Recipe["exceptions"]>): Recipe =>
  recipe(`${topic}.htaccess`, 5, ["htaccess_backup", ...steps], { exceptions, warnings: ["htaccess_500", "real_address"] });

/** LiteSpeed reads .htaccess, but no `<If>`. */
export const litespeed = (topic: Topic, ...further: string[]): Recipe =>
  recipe(`${topic}.litespeed`, 5, ["htaccess_backup", ...further], { fixer: "merchant", exceptions: [rewriteCondition] });

export const haproxy = (topic: Topic, pattern: string): Recipe =>
  recipe(`${topic}.haproxy`, 5, [findRule(pattern, "/etc/haproxy"), "haproxy_acl", "reload"], {
    exceptions: [haproxyAcl("http-request deny")],
    ...behindProxy,
  });

export const varnish = (topic: Topic, pattern: string): Recipe =>
  recipe(`${topic}.varnish`, 5, [findRule(pattern, "/etc/varnish"), "varnish_first", "reload"], {
    exceptions: [varnishPass],
    warnings: ["real_address", "varnish_backends"],
  });

export const lighttpd = (topic: Topic, ...find: FixText[]): Recipe =>
  recipe(`${topic}.lighttpd`, 5, [...find, "lighttpd_end", "reload"], {
    exceptions: [lighttpdException("url.access-deny")],
    ...behindProxy,
  });

/** Both send the same page; the methods that its rules refuse by default can be of either. */
const modsecurityOrApache = ({ refusedMethods }: Scope): FixText[] =>
  isLikeCoreRules(refusedMethods)
    ? [step("modsecurity_or_apache", { command: "grep -rn 'ModSecurity: Access denied' /var/log/apache2" })]
    : [];

export const modsecurityOrNginx = step("modsecurity_or_nginx", { command: "grep -rn 'ModSecurity: Access denied' /var/log/nginx" });

/** ModSecurity is configured in the server that loads it. */
export const modsecurity = (
  topic: Topic,
  minutes = 10,
  find = step("modsecurity_log", { command: "grep -rn 'ModSecurity' /var/log/apache2 /var/log/nginx" }),
): Recipe[] => {
  const exceptions = [modsecurityExclusion(topic)];
  const steps = [find, "modsecurity_exclude"];
  return [
    recipe(`${topic}.modsecurity`, minutes, [...(topic === "methods" ? [modsecurityOrApache] : []), ...steps, reload("apache")], {
      fits: not(runsInNginx),
      exceptions,
    }),
    recipe(`${topic}_in_nginx.modsecurity`, minutes, [...steps, reload("nginx")], { fits: runsInNginx, exceptions }),
  ];
};

export const awsWaf = (topic: string, ...further: string[]): Recipe =>
  recipe(`${topic}.aws_waf`, 10, ["aws_ip_sets", withPath("aws_allow_rule"), ...further], { exceptions: [awsIpSets] });
