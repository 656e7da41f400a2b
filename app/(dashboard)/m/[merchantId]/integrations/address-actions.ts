"use server";

import { z } from "zod";
import { rehearseAgain } from "@/lib/addresses/mutations";
import { merchantAction } from "@/lib/auth/action";

export const tryComingAddresses = merchantAction({ input: z.object({ integrationId: z.uuid() }), run: rehearseAgain });
