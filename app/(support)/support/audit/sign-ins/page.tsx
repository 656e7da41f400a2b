import { getTranslations } from "next-intl/server";
import { SignInActivity } from "@/components/settings/sign-in-activity";
import { PageHeader } from "@/components/ui/page-header";
import { OlderLinks } from "@/components/ui/pager";
import { parseListCursor } from "@/lib/base/list-cursor";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadAllSignInEvents } from "@/lib/identity/accounts/loaders";

export const generateMetadata = pageTitle("settings", "activity.staff.title");

export default async function SignInsPage({ searchParams }: PageProps<"/support/audit/sign-ins">) {
  const after = parseListCursor((await searchParams)["after"]);
  const [{ events, more }, t] = await Promise.all([loadAllSignInEvents(after), getTranslations("settings.activity.staff")]);
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <div className="rounded-lg border border-line bg-surface px-4 py-1.5">
        <SignInActivity events={events} />
      </div>
      <OlderLinks
        here="/support/audit/sign-ins"
        query=""
        name="after"
        at={after}
        next={more ? (events.at(-1) ?? null) : null}
        label={t("title")}
      />
    </>
  );
}
