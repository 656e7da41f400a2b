import { ProofDialog } from "@/components/settings/proof-dialog";
import { SettingsNav } from "@/components/shell/section-nav";
import { Toaster } from "@/components/ui/toaster";
import { ClientMessages } from "@/lib/i18n/client-messages";

export default async function SettingsLayout({ params, children }: LayoutProps<"/m/[merchantId]/settings">) {
  return (
    <ClientMessages namespaces={["settings"]}>
      <div className="grid gap-6 lg:grid-cols-[10rem_minmax(0,1fr)] lg:gap-8">
        <SettingsNav merchantId={(await params).merchantId} />
        <div className="min-w-0">{children}</div>
      </div>
      <ProofDialog />
      <Toaster />
    </ClientMessages>
  );
}
