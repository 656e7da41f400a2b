import { required } from "@/lib/infra/env";

/** Public scheme, host and port without a trailing slash, for links in mails, feeds and reports. */
export const publicOrigin = (): string => new URL(required("NEXTAUTH_URL")).origin;
