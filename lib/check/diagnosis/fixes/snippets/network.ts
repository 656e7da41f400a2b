import type { Snippet, SnippetLanguage } from "@/lib/check/diagnosis/fixes/fix";
import { text } from "@/lib/check/diagnosis/fixes/fix";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";

// Below HTTP there is no path: exceptions by address, for the shop's own ports only.

const snippet = (id: string, language: SnippetLanguage, place: Snippet["place"], code: string, file: string | null = null): Snippet => ({
  id,
  title: text(`snippets.${id}`),
  language,
  place,
  file,
  code,
  replaces: null,
});

const eachFamily = (scope: Scope, v4: (address: string) => string, v6: (address: string) => string): string =>
  [...scope.ipv4.map(v4), ...scope.ipv6.map(v6)].join("\n");

export function firewallSnippets(scope: Scope): Snippet[] {
  const ports = scope.ports.join(",");
  const rich = (family: string, address: string) =>
    scope.ports
      .map(
        (port) =>
          `firewall-cmd --permanent --add-rich-rule='rule priority="-100" family="${family}" source address="${address}" port port="${port}" protocol="tcp" accept'`,
      )
      .join("\n");
  return [
    snippet(
      "ufw",
      "shell",
      "run",
      scope.addresses.map((address) => `ufw prepend allow proto tcp from ${address} to any port ${ports}`).join("\n"),
    ),
    snippet(
      "firewalld",
      "shell",
      "run",
      `${eachFamily(
        scope,
        (address) => rich("ipv4", address),
        (address) => rich("ipv6", address),
      )}\nfirewall-cmd --reload`,
    ),
    snippet(
      "csf",
      "shell",
      "run",
      [...scope.addresses.flatMap((address) => [`csf -a ${address} Sendcloud`, `echo ${address} >> /etc/csf/csf.ignore`]), "csf -ra"].join(
        "\n",
      ),
    ),
    snippet(
      "iptables",
      "shell",
      "run",
      eachFamily(
        scope,
        (address) => `iptables -I INPUT -s ${address} -p tcp -m multiport --dports ${ports} -j ACCEPT`,
        (address) => `ip6tables -I INPUT -s ${address} -p tcp -m multiport --dports ${ports} -j ACCEPT`,
      ),
    ),
    snippet(
      "nftables",
      "shell",
      "run",
      eachFamily(
        scope,
        (address) => `nft insert rule inet filter input ip saddr ${address} tcp dport '{ ${scope.ports.join(", ")} }' accept`,
        (address) => `nft insert rule inet filter input ip6 saddr ${address} tcp dport '{ ${scope.ports.join(", ")} }' accept`,
      ),
    ),
  ];
}

export const fail2banSnippets = (scope: Scope): Snippet[] => [
  snippet("fail2ban_unban", "shell", "run", `fail2ban-client unban ${scope.addresses.join(" ")}`),
  snippet(
    "fail2ban_ignore",
    "ini",
    "new_file",
    `[DEFAULT]\nignoreip = 127.0.0.1/8 ::1 ${scope.addresses.join(" ")}`,
    "/etc/fail2ban/jail.d/sendcloud.local",
  ),
];

export const imunifySnippet = (scope: Scope): Snippet =>
  snippet(
    "imunify360",
    "shell",
    "run",
    scope.addresses.map((address) => `imunify360-agent ip-list local add --purpose white ${address} --comment Sendcloud`).join("\n"),
  );

export const addressListSnippet = (scope: Scope): Snippet => snippet("address_list", "text", "enter", scope.addresses.join("\n"));

export const userAgentListSnippet = (scope: Scope): Snippet => snippet("user_agent_list", "text", "enter", scope.userAgents.join("\n"));

export const methodListSnippet = (scope: Scope): Snippet => snippet("method_list", "text", "enter", scope.methods.join(" "));

export const awsSnippets = (scope: Scope): Snippet[] => {
  const set = (version: "IPV4" | "IPV6", addresses: readonly string[], bits: number) =>
    addresses.length === 0
      ? []
      : [
          `aws wafv2 create-ip-set --name sendcloud-${version.toLowerCase()} --scope REGIONAL --ip-address-version ${version} --addresses ${addresses.map((address) => `${address}/${bits}`).join(" ")}`,
        ];
  return [snippet("aws_ip_sets", "shell", "run", [...set("IPV4", scope.ipv4, 32), ...set("IPV6", scope.ipv6, 128)].join("\n"))];
};

/** Expression of Cloudflare's rules, for a custom rule with the action Skip. */
export const cloudflareSnippet = (scope: Scope): Snippet =>
  snippet(
    "cloudflare_expression",
    "expression",
    "enter",
    `(ip.src in {${scope.addresses.join(" ")}} and starts_with(http.request.uri.path, "${scope.path.literal === "" ? "/" : scope.path.literal}"))`,
  );
