/** Actor for requests through a report link: the history names the hosting provider, not a member. */
export const HOST_JOB = "host-report";
