import { type FixText, step, text } from "@/lib/check/diagnosis/fixes/fix";
import { type Recipe, recipe, runsInNginx } from "@/lib/check/diagnosis/fixes/recipe";
import {
  findRule,
  reloadApache,
  reloadCaddy,
  reloadHaproxy,
  reloadLighttpd,
  reloadNginx,
  reloadVarnish,
  testAgain,
} from "@/lib/check/diagnosis/fixes/recipes/commands";
import { modsecuritySnippet } from "@/lib/check/diagnosis/fixes/snippets/modsecurity";
import { awsSnippets } from "@/lib/check/diagnosis/fixes/snippets/network";
import { caddySnippets, haproxySnippets, lighttpdSnippets, varnishSnippets } from "@/lib/check/diagnosis/fixes/snippets/proxies";

// Recipes that are the same for refused addresses, methods and User-Agents, but for the text by which the rule is found.

type Topic = Parameters<typeof modsecuritySnippet>[1];

export const behindProxy = text("warnings.real_address");

export const caddy = (topic: Topic, pattern: string): Recipe =>
  recipe(`${topic}.caddy`, "hosting_provider", 5, [findRule(pattern, "/etc/caddy"), step("caddy_not"), reloadCaddy, testAgain], {
    snippets: caddySnippets,
    warnings: [behindProxy],
  });

export const haproxy = (topic: Topic, pattern: string): Recipe =>
  recipe(`${topic}.haproxy`, "hosting_provider", 5, [findRule(pattern, "/etc/haproxy"), step("haproxy_acl"), reloadHaproxy, testAgain], {
    snippets: (scope) => haproxySnippets(scope),
    warnings: [behindProxy],
  });

export const varnish = (topic: Topic, pattern: string): Recipe =>
  recipe(`${topic}.varnish`, "hosting_provider", 5, [findRule(pattern, "/etc/varnish"), step("varnish_first"), reloadVarnish, testAgain], {
    snippets: varnishSnippets,
    warnings: [behindProxy, text("warnings.varnish_backends")],
  });

export const lighttpd = (topic: Topic, ...find: FixText[]): Recipe =>
  recipe(`${topic}.lighttpd`, "hosting_provider", 5, [...find, step("lighttpd_end"), reloadLighttpd, testAgain], {
    snippets: (scope) => lighttpdSnippets(scope, "url.access-deny"),
    warnings: [behindProxy],
  });

/** ModSecurity is configured in the server that loads it. */
export const modsecurity = (
  topic: Topic,
  minutes = 10,
  find = step("modsecurity_log", { command: "grep -rn 'ModSecurity' /var/log/apache2 /var/log/nginx" }),
): Recipe[] => {
  const snippets: Recipe["snippets"] = (scope) => [modsecuritySnippet(scope, topic)];
  const steps = (reload: FixText) => [find, step("modsecurity_exclude"), reload, testAgain];
  return [
    recipe(`${topic}.modsecurity`, "hosting_provider", minutes, steps(reloadApache), {
      fits: (cause, context) => !runsInNginx(cause, context),
      snippets,
    }),
    recipe(`${topic}_in_nginx.modsecurity`, "hosting_provider", minutes, steps(reloadNginx), { fits: runsInNginx, snippets }),
  ];
};

export const awsWaf = (topic: Topic, ...further: FixText[]): Recipe =>
  recipe(
    `${topic}.aws_waf`,
    "hosting_provider",
    10,
    (scope) => [step("aws_ip_sets"), step("aws_allow_rule", { path: scope.path.literal || "/" }), ...further, testAgain],
    { snippets: awsSnippets },
  );
