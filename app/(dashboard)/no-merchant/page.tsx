import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Logo } from "@/components/shell/logo";
import { SubmitButton } from "@/components/ui/button";
import { loadHome } from "@/lib/identity/accounts/loaders";
import { signOut } from "@/lib/identity/auth/actions";

export default async function NoMerchantPage() {
  const home = await loadHome();
  if (home !== "/no-merchant") redirect(home);
  const t = await getTranslations("app");
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center px-5 py-12">
      <Logo className="mb-6 size-8" />
      <h1 className="font-semibold text-2xl tracking-[-0.02em]">{t("no_merchant.title")}</h1>
      <p className="mt-2 mb-6 text-ink-2">{t("no_merchant.text")}</p>
      <form action={signOut}>
        <SubmitButton variant="secondary">{t("person.sign_out")}</SubmitButton>
      </form>
    </main>
  );
}
