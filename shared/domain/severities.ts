/** How bad an incident is, the least first. Beside its schema, so that the dashboard gets the list without the validator. */
export const SEVERITIES = ['notice', 'warning', 'severe'] as const;
