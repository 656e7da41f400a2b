import type { z } from "zod";

/** Why a form of an unauthenticated user was refused: a code in `auth.error`. */
export interface FormError {
  code: string;
  /** 0 if waiting does not help. */
  retryAfterSeconds: number;
}

/** The state of a form with one field. */
export interface FieldState {
  field: string | null;
  error: FormError | null;
}

/** The code of each field that a schema refused. */
export const fieldCodes = (error: z.ZodError): Record<string, string> =>
  Object.fromEntries(error.issues.map(({ path, message }) => [String(path[0]), message]));
