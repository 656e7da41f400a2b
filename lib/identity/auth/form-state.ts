/** Why a form of an unauthenticated user was refused: a code in `auth.error`. */
export interface FormError {
  code: string;
  /** 0 if waiting does not help. */
  retryAfterSeconds: number;
}

/** A form of an unauthenticated user after a submit. */
export interface FormState {
  /** The submitted texts, to be shown again; passwords and codes never are. */
  typed: Readonly<Record<string, string>>;
  /** Codes of `auth.field`, keyed by the name of the invalid field. */
  fields: Readonly<Record<string, string>>;
  error: FormError | null;
  /** The request for a mail was accepted. Does not reveal whether the address has an account. */
  isMailed?: boolean;
}

export const NEW_FORM: FormState = { typed: {}, fields: {}, error: null };
