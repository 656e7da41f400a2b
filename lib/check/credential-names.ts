/** Names used in credential files and forms, and in what a check could not test. */
export const CREDENTIAL_NAMES = ["consumerKey", "consumerSecret", "accessToken", "accessTokenSecret", "apiKey", "key"] as const;
