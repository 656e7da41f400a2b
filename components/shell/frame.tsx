import { cookies } from "next/headers";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Activity } from "@/components/shell/activity";
import { Breadcrumb } from "@/components/shell/breadcrumb";
import { DemoBanner } from "@/components/shell/demo-banner";
import { FindButton } from "@/components/shell/find-button";
import { ListKeys } from "@/components/shell/list-keys";
import { LIVE_SLOT } from "@/components/shell/live-dot";
import { Logo } from "@/components/shell/logo";
import { MerchantSwitch } from "@/components/shell/merchant-switch";
import { BottomNav, RailNav } from "@/components/shell/nav";
import type { Place } from "@/components/shell/nav-items";
import { PersonMenu } from "@/components/shell/person-menu";
import { Reader } from "@/components/shell/reader";
import { StartAtTop } from "@/components/shell/start-at-top";
import { TroubleBanner } from "@/components/shell/trouble-banner";
import { route } from "@/lib/base/route";
import { isTheme, THEME_COOKIE } from "@/lib/identity/accounts/browser-choices";
import type { MerchantName } from "@/lib/identity/accounts/data";
import type { CurrentPerson } from "@/lib/identity/auth/person";

interface FrameProps {
  place: Place;
  person: CurrentPerson;
  /** Null around the pages of support. */
  merchant: MerchantName | null;
  merchants: MerchantName[];
  /** Always visible above everything else. */
  banner?: ReactNode;
  /** In the top bar, next to the search. */
  bell?: ReactNode;
  children: ReactNode;
}

export async function Frame({ place, person, merchant, merchants, banner, bell, children }: FrameProps) {
  const t = await getTranslations("app");
  const chosen = (await cookies()).get(THEME_COOKIE)?.value;
  const menu = { name: person.name, email: person.email, theme: isTheme(chosen) ? chosen : null };
  return (
    <>
      <Activity />
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent-solid px-3 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("skip")}
      </a>
      <div className="flex min-h-dvh">
        <aside className="sticky top-0 flex h-dvh w-14 shrink-0 flex-col gap-4 overflow-y-auto border-line border-r bg-sunken/60 p-2 max-sm:hidden lg:w-56 lg:p-3">
          <Link
            prefetch={false}
            href="/"
            className="flex h-8 items-center gap-2 px-1.5 font-semibold tracking-[-0.01em] max-lg:justify-center max-lg:px-0"
          >
            <Logo className="size-6" />
            <span className="max-lg:sr-only">{t("name")}</span>
          </Link>
          {merchant ? <MerchantSwitch merchant={merchant} merchants={merchants} compact /> : null}
          <RailNav place={place} />
          <div className="mt-auto">
            <PersonMenu {...menu} withName />
          </div>
        </aside>
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="sticky top-0 z-20 bg-canvas low:static">
            <DemoBanner />
            <TroubleBanner />
            {banner}
            <header className="flex min-h-12 items-center gap-3 border-line border-b px-4 sm:px-6">
              {merchant ? (
                <div className="min-w-0 max-w-44 sm:hidden">
                  <MerchantSwitch merchant={merchant} merchants={merchants} compact={false} />
                </div>
              ) : null}
              <Breadcrumb place={place} root={merchant ? { name: merchant.name, href: route(`/m/${merchant.id}`) } : null} />
              <FindButton place={place} />
              {bell}
              {/* On phones the dot has a reserved place, so that hydration moves nothing. */}
              <div id={LIVE_SLOT} className="flex shrink-0 items-center max-sm:-ml-3 sm:empty:hidden" />
              <div className="-mr-2 sm:hidden">
                <PersonMenu {...menu} withName={false} />
              </div>
            </header>
          </div>
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto w-full max-w-[1248px] min-[1920px]:max-w-[1488px] flex-1 px-4 pt-6 pb-24 outline-none sm:px-6 sm:pb-10"
          >
            <Reader isStaff={place.kind === "support" || place.isStaff}>
              <StartAtTop>{children}</StartAtTop>
            </Reader>
          </main>
        </div>
      </div>
      <BottomNav place={place} />
      <ListKeys />
    </>
  );
}
