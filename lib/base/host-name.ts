const IP_ADDRESS = /^(?:\[[^\]]*\]|\d+(?:\.\d+){3})(?::\d+)?$/;

/** Whether a Host header, with or without a port, has a name and not an IP address. */
export const isHostName = (host: string): boolean => !IP_ADDRESS.test(host);
