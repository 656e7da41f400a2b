import type { ReactNode } from "react";
import { Frame } from "@/components/shell/frame";
import { requireStaffScope } from "@/lib/accounts/loaders";
import { requirePerson } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { loadWaiting } from "@/lib/threads/loaders";

export default async function SupportLayout({ children }: { children: ReactNode }) {
  await requireStaffScope();
  const person = await requirePerson();
  return (
    <ClientMessages namespaces={["app", "errors", "settings", "support"]}>
      <Frame place={{ kind: "support", unread: await loadWaiting() }} person={person} merchant={null} merchants={[]}>
        {children}
      </Frame>
    </ClientMessages>
  );
}
