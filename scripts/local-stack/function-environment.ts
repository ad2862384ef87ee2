import { LOCAL_CREDENTIALS } from './dynamodb-server.ts';
import { REGION } from './physical-names.ts';
import type { FunctionPlan } from './plan.ts';
import { scaleEnvironment } from './time-scale.ts';

/** Variables of this machine that a function's process may see. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'VOC_CHROMIUM', 'PLAYWRIGHT_BROWSERS_PATH'] as const;

/**
 * The environment of a function: that of the template, what Lambda itself sets, and where the local services are.
 * Links in reports lead to the local dashboard, whatever address is configured for the deployment.
 */
export function functionEnvironment(
  plan: FunctionPlan,
  options: {
    endpoints: Readonly<Record<string, string>>;
    webOrigin: string;
    timeScale: number;
    machine: Readonly<Record<string, string | undefined>>;
  },
): Record<string, string> {
  const passedOn: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = options.machine[name];
    if (value !== undefined) passedOn[name] = value;
  }
  return {
    ...passedOn,
    TZ: 'UTC',
    AWS_LAMBDA_FUNCTION_NAME: plan.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(plan.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    LAMBDA_TASK_ROOT: plan.codeDir,
    ...scaleEnvironment(plan.env, options.timeScale),
    ...(plan.env.DASHBOARD_URL === undefined ? {} : { DASHBOARD_URL: options.webOrigin }),
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...options.endpoints,
  };
}

/** Endpoints under the names by which the JavaScript SDK looks for them: service id, upper case, `_` for spaces. */
export function sdkEndpoints(origins: {
  dynamoDb: string;
  queues: string;
  services: string;
}): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: origins.dynamoDb,
    AWS_ENDPOINT_URL_SQS: origins.queues,
    AWS_ENDPOINT_URL_S3: origins.queues,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: origins.services,
    AWS_ENDPOINT_URL_SESV2: origins.services,
    AWS_ENDPOINT_URL_EVENTBRIDGE: origins.services,
    // Not served: what is configured for the deployment asks nobody from here, and the pipeline goes on without it.
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: origins.services,
  };
}
