import { createContext } from "react";

/** The error text of a field by its name, null if it was accepted. Provided by the form around the fields. */
export const FormErrors = createContext<(name: string | undefined) => string | null>(() => null);
