"use server";

import { z } from "zod";
import { merchantAction } from "@/lib/identity/auth/action";
import { confirmEmptyShop } from "@/lib/sync/mutations";

export const confirmEmptyShopAction = merchantAction({ input: z.object({ integrationId: z.uuid() }), run: confirmEmptyShop });
