import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { StepButton } from "@/app/(auth)/auth-form";
import { Banner } from "@/components/ui/banner";
import { SubmitButton } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { Time } from "@/components/ui/time";
import { systemClock } from "@/lib/base/clock";
import { pageTitle } from "@/lib/i18n/page-title";
import { endThisFreeze, freezeThisChange } from "@/lib/operations/freeze/actions";
import { type FreezeView, findFreezeView } from "@/lib/operations/freeze/data";

export const generateMetadata = pageTitle("auth.freeze", "title", { robots: { index: false }, referrer: "no-referrer" });

/** Target of the link in a mail about another owner's change: opening it changes nothing, and no sign-in is needed. */
export default async function FreezePage({ params, searchParams }: PageProps<"/freeze/[token]">) {
  const { token } = await params;
  const [t, { result }, view] = await Promise.all([getTranslations("auth.freeze"), searchParams, findFreezeView(token, systemClock.now())]);
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-[-0.02em]">{t("title")}</h1>
      {view === null ? (
        <>
          <p className="mt-1 mb-6 text-balance text-ink-2">{t("dead")}</p>
          <LinkButton href="/">{t("home")}</LinkButton>
        </>
      ) : (
        <div className="mt-1 grid gap-4 [overflow-wrap:anywhere]">
          <WhatChanged view={view} />
          {result === "too_many_freezes" ? <Banner tone="action_needed" title={t("too_many")} /> : null}
          <NextStep view={view} token={token} />
        </div>
      )}
    </>
  );
}

function WhatChanged({ view: { act, about, by, merchant, at } }: { view: FreezeView }) {
  const t = useTranslations("auth.freeze");
  const audit = useTranslations("audit.action");
  return (
    <>
      <p className="text-ink-2">
        {t.rich("lead", { name: by, merchant, time: () => <Time at={at} form="clock" />, b: (text) => <bdi>{text}</bdi> })}
      </p>
      <p className="rounded-lg border border-line bg-surface px-4 py-3">
        <span className="font-medium">{audit(act)}</span>
        {about ? <bdi className="block text-ink-2">{about}</bdi> : null}
      </p>
    </>
  );
}

function NextStep({ view, token }: { view: FreezeView; token: string }) {
  const t = useTranslations("auth.freeze");
  const { act, by, merchant, state, until } = view;
  const effect = <p>{view.isSuperseded ? t("superseded") : t(`effect.${act}`)}</p>;
  if (state === "over") return <p role="status">{t("over", { name: by })}</p>;
  if (state === "frozen")
    return (
      <>
        <p role="status" className="font-medium">
          {t.rich("frozen", { merchant, time: () => <Time at={until ?? new Date()} form="clock" /> })}
        </p>
        {effect}
        <p className="text-ink-2">{t("next", { name: by })}</p>
        {view.mayEnd ? (
          <form action={endThisFreeze.bind(null, token)}>
            <SubmitButton variant="secondary">{t("end")}</SubmitButton>
          </form>
        ) : null}
      </>
    );
  return (
    <>
      <p>{t("does", { merchant })}</p>
      {effect}
      <p className="text-ink-2">{t("expected")}</p>
      <StepButton action={freezeThisChange.bind(null, token)}>{t("submit")}</StepButton>
    </>
  );
}
