import { required } from "@/lib/infra/env";

/** Public origin (scheme, host and port), for links in mails, feeds and reports. */
export const publicOrigin = (): string => new URL(required("NEXTAUTH_URL")).origin;
