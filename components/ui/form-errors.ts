import { createContext } from "react";

/** Error text of a field by its name, or null. Provided by the enclosing form. */
export const FormErrors = createContext<(name: string | undefined) => string | null>(() => null);
