"use server";

import { z } from "zod";
import { merchantAction } from "@/lib/identity/auth/action";
import { rehearseAgain } from "@/lib/operations/addresses/mutations";

export const tryComingAddresses = merchantAction({ input: z.object({ integrationId: z.uuid() }), run: rehearseAgain });
