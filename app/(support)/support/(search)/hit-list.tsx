import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Hit } from "@/lib/support/find";
import { HIT_KINDS, HITS_SHOWN } from "@/lib/support/search";

/** A hit leads to the merchant in the console, which links to the record itself. */
const hrefOf = ({ kind, merchantId, path }: Hit) => `/support/merchants/${merchantId}${kind === "merchant" ? "" : `?to=${path}`}` as const;

export function HitList({ hits, text }: { hits: readonly Hit[]; text: string }) {
  const t = useTranslations("support.search");
  return (
    <div role="status" aria-label={t("found", { count: hits.length })} className="grid gap-5">
      {HIT_KINDS.map((kind) => {
        const own = hits.filter((hit) => hit.kind === kind);
        if (own.length === 0) return null;
        return (
          <section key={kind} aria-labelledby={`hits-${kind}`}>
            <h2 id={`hits-${kind}`} className="mb-1.5 font-semibold">
              {t(`kind.${kind}`)}
            </h2>
            <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
              {own.map((hit) => (
                <li
                  key={`${hit.path} ${hit.text}`}
                  data-row={hit.path}
                  className="relative px-4 py-2 [overflow-wrap:anywhere] focus-within:bg-hover/60 hover:bg-hover/60"
                >
                  <Link href={hrefOf(hit)} prefetch={false} className="rounded-sm font-medium after:absolute after:inset-0">
                    <bdi>
                      <Marked words={hit.text} text={text.replace(/^#/, "")} />
                    </bdi>
                  </Link>
                  <span className="text-ink-2">
                    {hit.note === "" ? null : (
                      <>
                        {" · "}
                        <bdi>{hit.note}</bdi>
                      </>
                    )}
                    {kind === "merchant" ? null : (
                      <>
                        {" · "}
                        <bdi>{hit.merchantName}</bdi>
                      </>
                    )}
                  </span>
                </li>
              ))}
            </ul>
            {own.length === HITS_SHOWN ? <p className="mt-1 text-ink-3 text-sm">{t("more", { count: HITS_SHOWN })}</p> : null}
          </section>
        );
      })}
    </div>
  );
}

function Marked({ words, text }: { words: string; text: string }) {
  const at = text === "" ? -1 : words.toLowerCase().indexOf(text.toLowerCase());
  if (at < 0) return words;
  return (
    <>
      {words.slice(0, at)}
      <mark className="rounded-sm bg-accent-soft text-inherit">{words.slice(at, at + text.length)}</mark>
      {words.slice(at + text.length)}
    </>
  );
}
