/** None of our addresses could be used, so nothing can be said about the shop. */
export class EgressUnavailable extends Error {}
