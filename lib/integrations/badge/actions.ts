"use server";

import { z } from "zod";
import { merchantAction } from "@/lib/identity/auth/action";
import { switchBadge } from "@/lib/integrations/badge/mutations";

export const switchBadgeAction = merchantAction({ input: z.object({ integrationId: z.uuid(), on: z.boolean() }), run: switchBadge });
