import type { ReactNode } from "react";
import { DemoBanner } from "@/components/shell/demo-banner";
import { LanguageForm } from "@/components/shell/language-form";
import { Logo } from "@/components/shell/logo";

/** The frame of a page that needs no account. */
export function PublicPage({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <DemoBanner />
      <main className="mx-auto w-full max-w-3xl flex-1 px-5 py-10">
        <div className="mb-8 flex items-center gap-2.5 font-semibold text-lg">
          <Logo className="size-7" />
          {name}
        </div>
        {children}
      </main>
      <footer className="flex justify-center px-5 pb-6">
        <LanguageForm />
      </footer>
    </div>
  );
}
