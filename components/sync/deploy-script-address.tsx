import { useTranslations } from "next-intl";
import { useState } from "react";
import { SecretButtons } from "@/components/sync/secret-buttons";
import { CodeBlock } from "@/components/ui/code-block";
import { makeMaintenanceTokenAction, revokeMaintenanceTokenAction } from "@/lib/sync/actions";

/** Token with which a deploy script announces maintenance: created, replaced or revoked here, shown once. */
export function DeployScriptAddress({ hasToken }: { hasToken: boolean }) {
  const t = useTranslations("maintenance.script");
  const [token, setToken] = useState<string | null>(null);
  const line = (change: string): string =>
    `curl -fsS -X POST -H "Authorization: Bearer ${token}" "${globalThis.location?.origin ?? ""}/api/maintenance/${change}"`;
  return (
    <section className="grid gap-3 border-line border-t pt-4">
      <div>
        <h3 className="font-medium">{t("title")}</h3>
        <p className="text-ink-2">{t("lead")}</p>
      </div>
      {token ? (
        <div className="grid gap-2">
          <p className="font-medium">{t("shown_once")}</p>
          <CodeBlock caption={t("before")} code={line("start?minutes=30")} />
          <CodeBlock caption={t("after")} code={line("end")} />
        </div>
      ) : null}
      <SecretButtons
        words="maintenance.script"
        isStored={hasToken}
        isShown={token !== null}
        make={makeMaintenanceTokenAction}
        revoke={revokeMaintenanceTokenAction}
        onChange={(made) => setToken(made?.token ?? null)}
      />
    </section>
  );
}
