import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Frame } from "@/components/shell/frame";
import { PageBoundary } from "@/components/shell/page-boundary";
import { DetailShape, ListShape } from "@/components/shell/skeletons";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { requireStaffScope } from "@/lib/identity/accounts/loaders";
import { requirePerson } from "@/lib/identity/auth/session";
import { loadWaiting } from "@/lib/support/threads/loaders";

export default async function SupportLayout({ children }: { children: ReactNode }) {
  await requireStaffScope();
  const [person, waiting, t] = await Promise.all([requirePerson(), loadWaiting(), getTranslations("app")]);
  const skeletons = [
    { path: "/merchants/[^/]+$", shape: <DetailShape loading={t("loading")} /> },
    { path: "", shape: <ListShape loading={t("loading")} filters /> },
  ];
  return (
    <ClientMessages namespaces={["settings", "support"]}>
      <Frame place={{ kind: "support", unread: waiting }} person={person} merchant={null} merchants={[]}>
        <PageBoundary skeletons={skeletons}>{children}</PageBoundary>
      </Frame>
    </ClientMessages>
  );
}
