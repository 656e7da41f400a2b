import { env, isLoopback, required } from "@/lib/infra/env";

/**
 * Whether requests with this Host header are answered. A demo shows its mails to its visitors, and so answers only loopback names and its own:
 * another name that leads to this machine belongs to a page that wants to read it (DNS rebinding).
 */
export function answersHost(host: string | null): boolean {
  if (env().DEMO_FOLDER === undefined) return true;
  const hostname = URL.parse(`http://${host ?? ""}`)?.hostname;
  return hostname !== undefined && (isLoopback(hostname) || hostname === new URL(required("NEXTAUTH_URL")).hostname);
}
