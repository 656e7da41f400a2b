import type { ReactNode } from "react";
import { Frame } from "@/components/shell/frame";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { requireStaffScope } from "@/lib/identity/accounts/loaders";
import { requirePerson } from "@/lib/identity/auth/session";
import { loadWaiting } from "@/lib/support/threads/loaders";

export default async function SupportLayout({ children }: { children: ReactNode }) {
  await requireStaffScope();
  const [person, waiting] = await Promise.all([requirePerson(), loadWaiting()]);
  return (
    <ClientMessages namespaces={["settings", "support"]}>
      <Frame place={{ kind: "support", unread: waiting }} person={person} merchant={null} merchants={[]}>
        {children}
      </Frame>
    </ClientMessages>
  );
}
