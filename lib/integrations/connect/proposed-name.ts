import { trimSlashes } from "@/lib/base/trim-end";
import { readableHost } from "@/lib/connectors/net/readable-host";
import { MAX_NAME_LENGTH } from "@/lib/integrations/limits";

/** The name that the wizard proposes: the host plus the folder, which distinguishes shops on one host. */
export function proposeName(baseUrl: string): string {
  const { hostname, pathname } = new URL(baseUrl);
  return `${readableHost(hostname)}${trimSlashes(pathname)}`.slice(0, MAX_NAME_LENGTH);
}
