import { getTranslations } from "next-intl/server";
import { FollowPageNews } from "@/components/live/follow-page";
import { PastTime } from "@/components/sync/past-time";
import { Banner } from "@/components/ui/banner";
import { TextLink } from "@/components/ui/text-link";
import { describeTraits, responsibilityKey } from "@/lib/check/describe-traits";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import { anyKey } from "@/lib/i18n/any-key";
import { loadKnownProblems } from "@/lib/operations/fleet/loaders";

/** Shown when shops of several merchants fail together. On a shop's page, its story tells who acts; a null `integrationId` covers all shops. */
export async function KnownProblem({ merchantId, integrationId }: { merchantId: string; integrationId: string | null }) {
  const problems = await loadKnownProblems(merchantId, integrationId);
  const t = await getTranslations("fleet");
  const causes = anyKey(await getTranslations("causes"));
  const shopSystems = await getTranslations("integrations.shop_system");
  return (
    <div className="grid gap-2 empty:hidden [&:not(:empty)]:mb-5">
      <FollowPageNews />
      {problems.map(({ incidentId, startedAt, cause, traits, shops, own }) => (
        <Banner key={incidentId} tone="recovering" title={t.rich("known.title", { since: () => <PastTime at={startedAt} since /> })}>
          <p className="text-ink">
            {t("known.text", {
              count: shops,
              cause: nameCause(causes, cause),
              traits: describeTraits(traits, { t: anyKey(t), causes, shopSystems: anyKey(shopSystems) }),
            })}
          </p>
          {integrationId === null ? (
            <>
              <p>{t(responsibilityKey(traits))}</p>
              <p>
                {t("known.own")}{" "}
                {own.map(({ id, name }, index) => (
                  <span key={id}>
                    {index > 0 ? ", " : null}
                    <TextLink href={`/m/${merchantId}/integrations/${id}`}>{name}</TextLink>
                  </span>
                ))}
              </p>
            </>
          ) : null}
        </Banner>
      ))}
    </div>
  );
}
