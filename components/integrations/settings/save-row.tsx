import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Notice } from "@/components/sync/action-notice";
import { Button } from "@/components/ui/button";

interface SaveRowProps {
  isPending: boolean;
  isChanged: boolean;
  notice: Notice | null;
  /** What is happening meanwhile, if it takes long. */
  progress?: string | null;
}

/** End of the one form of a settings page: docs/decisions/0020-one-save-per-page.md. */
export function SaveRow({ isPending, isChanged, notice, progress = null }: SaveRowProps) {
  const t = useTranslations("integrations.settings");
  const colour = notice === null || isPending ? "text-ink-2" : notice.good ? "text-healthy" : "text-action-needed";
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-t pt-4">
      <Button type="submit" variant="primary" pending={isPending}>
        {t("save")}
      </Button>
      {isChanged && !isPending && notice === null ? <p className="text-ink-2">{t("unsaved")}</p> : null}
      <p role="status" className={`min-w-0 flex-1 basis-56 empty:sr-only ${colour}`}>
        {isPending ? progress : notice?.text}
      </p>
    </div>
  );
}

/** What is typed in a field. What another member stores replaces it, unless it was edited; `isSaved`: what was stored came from here. */
export function useDraft<Value>(stored: Value, isSaved: boolean): [Value, (value: Value) => void] {
  const [draft, setDraft] = useState({ value: stored, stored });
  const followed = draft.stored === stored ? draft : { stored, value: draft.value === draft.stored || isSaved ? stored : draft.value };
  if (followed !== draft) setDraft(followed);
  return [followed.value, (value) => setDraft({ stored, value })];
}
