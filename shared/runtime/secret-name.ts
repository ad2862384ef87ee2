import * as z from 'zod';

/** How tokens of AWS, Slack, GitHub, Notion, OpenAI and others begin, and signed tokens: values, never names. */
const VALUE_SHAPES = /^(AKIA|ASIA)[0-9A-Z]{16}$|^(xox[abeprs]|gh[oprsu]|github_pat|ntn|secret|sk)[-_]|^eyJ/;

/** The name of a secret in AWS Secrets Manager. A configuration is read by many and kept for ever, so no value stands in it. */
export const SecretNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9/_+=.@-]{1,400}$/, 'the name of a secret, not its ARN and not its value')
  .refine(
    (name) => !VALUE_SHAPES.test(name),
    'looks like the secret itself: put it into Secrets Manager and write its name here',
  );
