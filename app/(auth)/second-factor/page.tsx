import { getTranslations } from "next-intl/server";
import { AuthHeading } from "@/app/(auth)/auth-form";
import { ProofDialog } from "@/components/settings/proof-dialog";
import { SecondFactor } from "@/components/settings/second-factor";
import { SubmitButton } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { Toaster } from "@/components/ui/toaster";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadSecurity } from "@/lib/identity/accounts/loaders";
import { signOut } from "@/lib/identity/auth/actions";

export const generateMetadata = pageTitle("auth.set_up", "title");

/** Staff without a second factor must set one up here before they continue. */
export default async function SetUpFactorPage() {
  const { person, factors } = await loadSecurity();
  const t = await getTranslations("auth.set_up");
  const settings = await getTranslations("settings");
  return (
    <ClientMessages namespaces={["auth", "settings"]}>
      <AuthHeading title={t("title")} lead={t(person.mustSetUpFactor ? "lead" : "done")} />
      <h2 className="mb-2 font-medium">{settings("second_factor.title")}</h2>
      <SecondFactor factors={factors} />
      <div className="mt-6 flex flex-wrap gap-3 border-line border-t pt-5">
        {person.mustSetUpFactor ? null : (
          <LinkButton variant="primary" href="/">
            {t("continue")}
          </LinkButton>
        )}
        <form action={signOut}>
          <SubmitButton variant="ghost">{t("sign_out")}</SubmitButton>
        </form>
      </div>
      <ProofDialog />
      <Toaster />
    </ClientMessages>
  );
}
