import { useTranslations } from "next-intl";
import type { Field } from "@/lib/api/reference";

/** Fields of a body or answer, with those inside them. Their descriptions are English, as in the document. */
export function FieldList({ fields }: { fields: readonly Field[] }) {
  const t = useTranslations("developers");
  return (
    <ul className="divide-y divide-line">
      {fields.map(({ name, type, isRequired, text, fields: inside }) => (
        <li key={name} className="py-2 [overflow-wrap:anywhere]">
          <p>
            <code className="font-medium font-mono text-sm">{name}</code> <code className="font-mono text-ink-2 text-sm">{type}</code>
            {isRequired ? <span className="text-ink-2 text-sm"> · {t("required")}</span> : null}
          </p>
          {text === "" ? null : (
            <p lang="en" className="text-ink-2">
              {text}
            </p>
          )}
          {inside.length > 0 ? (
            <div className="mt-1 border-line border-s ps-3">
              <FieldList fields={inside} />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
