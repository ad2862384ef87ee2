import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { createDeps } from './deps.ts';
import { createSessionRoutes } from './session.ts';

const respond = createSessionRoutes(createDeps(process.env));

/** `/v1/session/{step}`: signing in and out of the dashboard; open to everybody. */
export const handler = lambdaHandler((event: APIGatewayProxyEventV2) => respond(event));
