import { useTranslations } from "next-intl";
import { TextLink } from "@/components/ui/text-link";
import { byArea, type ReferenceOperation } from "@/lib/api/reference";

export function OperationList({ operations }: { operations: readonly ReferenceOperation[] }) {
  const [t, api] = [useTranslations("developers"), useTranslations("api")];
  return byArea(operations).map(({ area, operations: own }) => (
    <section key={area} id={area} aria-labelledby={`${area}-title`} className="scroll-mt-4">
      <h3 id={`${area}-title`} className="mb-1 font-medium">
        {t(`area.${area}`)}
      </h3>
      <ul className="divide-y divide-line">
        {own.map(({ id, method, path }) => (
          <li key={id} className="py-2 [overflow-wrap:anywhere]">
            <TextLink href={`/developers/${id}`}>{api(`operation.${id}`)}</TextLink>
            <p>
              <code className="font-mono text-ink-2 text-sm">
                {method} {path}
              </code>
            </p>
          </li>
        ))}
      </ul>
    </section>
  ));
}
