/** The job that acts for whoever opened a report by its link: so the history names the host and no member. */
export const HOST_JOB = "host-report";
