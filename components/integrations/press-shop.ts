import type { useTranslations } from "next-intl";
import { checkIntegration, refreshIntegration, resumeIntegration } from "@/app/(dashboard)/m/[merchantId]/integrations/actions";
import { checkMessage, refreshMessage } from "@/components/integrations/action-message";
import type { Press } from "@/components/integrations/use-presses";
import type { ActionResult } from "@/lib/auth/action-result";

interface Words {
  sync: ReturnType<typeof useTranslations<"sync">>;
  own: ReturnType<typeof useTranslations<"integrations">>;
  refused: (result: { code: string; errorId?: string }) => string;
}

/** Does what one of the three buttons says, and tells how it ended, in words. Loaded with the first press. */
export async function pressShop(press: Press, merchantId: string, integrationId: string, { sync, own, refused }: Words): Promise<string> {
  const input = { integrationId };
  const told = <Value>(result: ActionResult<Value>, words: (value: Value) => string): string =>
    result.ok ? words(result.value) : refused(result);
  switch (press) {
    case "refresh":
      return told(await refreshIntegration(merchantId, input), (answer) => refreshMessage(sync, answer));
    case "check":
      return told(await checkIntegration(merchantId, input), (answer) => checkMessage(own, answer));
    case "resume":
      return told(await resumeIntegration(merchantId, input), () => sync("refresh.resumed"));
  }
}
