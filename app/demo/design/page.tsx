import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Primitives } from "@/components/gallery/primitives";
import { States } from "@/components/gallery/states";
import { Tokens } from "@/components/gallery/tokens";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { mailTransport } from "@/lib/infra/mail/send-mail";

export const metadata: Metadata = { title: "Design", robots: { index: false } };

/** Tokens, states and primitives as the pages use them, for docs/design.md. Demo only. */
export default async function DesignPage() {
  if (mailTransport() !== "captured") notFound();
  return (
    <ClientMessages namespaces={["orders"]}>
      <main className="mx-auto grid w-full max-w-[920px] py-8">
        <h1 className="px-5 font-semibold text-xl">Design</h1>
        <Tokens />
        <States />
        <Primitives />
      </main>
    </ClientMessages>
  );
}
