/** Why a form of a visitor without a session was refused: a code under `auth.error`. */
export interface FormError {
  code: string;
  /** 0 where waiting does not help. */
  retryAfterSeconds: number;
}
