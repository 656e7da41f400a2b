import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { eachAddress, pathPrefix, snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";

// Below HTTP there is no path: exceptions by address, for the shop's own ports only.

const command = (id: string, code: string) => snippet(id, "shell", "run", code);

/** One line per address, IPv4 first; `six` is empty for IPv4. */
const eachFamily = ({ ipv4, ipv6 }: Scope, line: (address: string, six: "" | "6") => string): string =>
  [...ipv4.map((address) => line(address, "")), ...ipv6.map((address) => line(address, "6"))].join("\n");

export function firewalls(scope: Scope) {
  const ports = scope.ports.join(",");
  const rich = (address: string, six: string): string =>
    scope.ports
      .map(
        (port) =>
          `firewall-cmd --permanent --add-rich-rule='rule priority="-100" family="ipv${six || "4"}" source address="${address}" port port="${port}" protocol="tcp" accept'`,
      )
      .join("\n");
  const allow = (id: string, line: Parameters<typeof eachFamily>[1]) => command(id, eachFamily(scope, line));
  // `csf -a` would open all ports.
  const csf = (address: string): string =>
    `echo 'tcp|in|d=${ports}|s=${address} # Sendcloud' >> /etc/csf/csf.allow\necho ${address} >> /etc/csf/csf.ignore`;
  const nftPorts = scope.ports.join(", ");
  return [
    allow("ufw", (address) => `ufw prepend allow proto tcp from ${address} to any port ${ports}`),
    command("firewalld", `${eachFamily(scope, rich)}\nfirewall-cmd --reload`),
    command("csf", `${eachAddress(scope, csf)}\ncsf -ra`),
    allow("iptables", (address, six) => `ip${six}tables -I INPUT -s ${address} -p tcp -m multiport --dports ${ports} -j ACCEPT`),
    allow("nftables", (address, six) => `nft insert rule inet filter input ip${six} saddr ${address} tcp dport '{ ${nftPorts} }' accept`),
  ];
}

export const fail2ban = ({ addresses }: Scope) => [
  command("fail2ban_unban", `fail2ban-client unban ${addresses.join(" ")}`),
  snippet("fail2ban_ignore", "ini", "new_file", `[DEFAULT]\nignoreip = 127.0.0.1/8 ::1 ${addresses.join(" ")}`, {
    file: "/etc/fail2ban/jail.d/sendcloud.local",
  }),
];

export const imunify360 = (scope: Scope) =>
  command(
    "imunify360",
    eachAddress(scope, (address) => `imunify360-agent ip-list local add --purpose white ${address} --comment Sendcloud`),
  );

export const addressList = ({ addresses }: Scope) => snippet("address_list", "text", "enter", addresses.join("\n"));

export const userAgentList = ({ userAgents }: Scope) => snippet("user_agent_list", "text", "enter", userAgents.join("\n"));

export const methodList = ({ methods }: Scope) => snippet("method_list", "text", "enter", methods.join(" "));

export function awsIpSets({ ipv4, ipv6 }: Scope) {
  const sets = [
    { version: "IPV4", addresses: ipv4, bits: 32 },
    { version: "IPV6", addresses: ipv6, bits: 128 },
  ].filter(({ addresses }) => addresses.length > 0);
  const lines = sets.map(
    ({ version, addresses, bits }) =>
      `aws wafv2 create-ip-set --name sendcloud-${version.toLowerCase()} --scope REGIONAL --ip-address-version ${version} --addresses ${addresses.map((address) => `${address}/${bits}`).join(" ")}`,
  );
  return command("aws_ip_sets", lines.join("\n"));
}

/** Expression of Cloudflare's rules, for a custom rule with the action Skip. */
export const cloudflareExpression = (scope: Scope) => {
  const code = `(ip.src in {${scope.addresses.join(" ")}} and starts_with(http.request.uri.path, "${pathPrefix(scope)}"))`;
  return snippet("cloudflare_expression", "expression", "enter", code);
};
