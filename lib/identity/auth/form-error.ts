/** Why a form of an unauthenticated user was refused: a code in `auth.error`. */
export interface FormError {
  code: string;
  /** 0 if waiting does not help. */
  retryAfterSeconds: number;
}
