/** Where pg-boss keeps its tables. */
export const jobSchema = 'billing_jobs';
