import { required } from "@/lib/infra/env";

/** Scheme, host and port under which people reach the product, without a final slash: for links that leave it (mails, feeds, reports). */
export const publicOrigin = (): string => new URL(required("NEXTAUTH_URL")).origin;
