import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DemoBanner } from "@/components/shell/demo-banner";
import { LanguageForm } from "@/components/shell/language-form";
import { Logo } from "@/components/shell/logo";
import { ClientMessages } from "@/lib/i18n/client-messages";

export default function AuthLayout({ children }: { children: ReactNode }) {
  const t = useTranslations("app");
  const status = useTranslations("status");
  return (
    <ClientMessages namespaces={["auth"]}>
      <div className="flex min-h-dvh flex-col">
        <DemoBanner />
        <main className="mx-auto flex w-full max-w-[25rem] flex-1 flex-col justify-center px-5 py-12">
          <div className="mb-8 flex items-center gap-2.5 font-semibold text-lg tracking-[-0.01em]">
            <Logo className="size-7" />
            {t("name")}
          </div>
          {children}
        </main>
        <footer className="flex flex-col items-center justify-center gap-3 px-5 pb-6 sm:flex-row sm:gap-6">
          <Link href="/status" className="text-ink-2 text-sm underline">
            {status("title")}
          </Link>
          <LanguageForm />
        </footer>
      </div>
    </ClientMessages>
  );
}
