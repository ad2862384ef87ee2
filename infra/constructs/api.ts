import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { VocConfig } from '../../shared/runtime/config.ts';
import { acknowledge } from './acknowledge.ts';
import type { Collection } from './collection.ts';
import { allowObjects, allowSend, allowTable } from './grants.ts';
import { Hosting } from './hosting.ts';
import { NodeFunction, type Platform } from './node-function.ts';
import { SETTINGS_WINDOW_VARIABLE } from './settings-window.ts';
import type { KeyedQueue, Storage } from './storage.ts';

/** What a member of each group may do is decided in functions/api. */
export const USER_GROUPS = {
  viewer: 'Reads reviews, findings and quotes',
  marketer: 'Also works with findings and message drafts',
  cx: 'Also opens single voices and answers incidents',
  admin: 'Also changes settings and starts runs',
} as const;

export interface ApiProps {
  platform: Platform;
  storage: Storage;
  webhook: NodeFunction<'webhook'>;
  publishQueue: KeyedQueue;
  erasuresQueue: KeyedQueue;
  analysesQueue: KeyedQueue;
  runQueues: Collection['runQueues'];
  reanalysesQueue: KeyedQueue;
  config: VocConfig;
}

/** The HTTP door: the webhook (HMAC, checked by the function) and the dashboard's API (signed-in users). */
export class Api extends Construct {
  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const { platform } = props;
    const api = this.apiFunction(props);
    const httpApi = new apigateway.HttpApi(this, 'HttpApi', {
      apiName: 'voc',
      description: 'voc: webhook and dashboard API',
      createDefaultStage: false,
    });
    const hosting = new Hosting(this, 'Hosting', { ...props, httpApi });
    const { userPool, client, domain } = this.signIn(hosting.url);
    const webhookPath = '/v1/webhooks/{dropName}';
    const [webhookRoute] = httpApi.addRoutes({
      path: webhookPath,
      methods: [apigateway.HttpMethod.POST],
      integration: new HttpLambdaIntegration('WebhookIntegration', props.webhook.function),
    });
    if (webhookRoute !== undefined) {
      acknowledge(webhookRoute, {
        'AwsSolutions-APIG4':
          'Senders are machines without a login: functions/webhook checks an HMAC over time stamp and body.',
      });
    }
    httpApi.addRoutes({
      path: '/v1/{proxy+}',
      methods: [apigateway.HttpMethod.ANY],
      integration: new HttpLambdaIntegration('ApiIntegration', api.function),
      authorizer: new HttpJwtAuthorizer('SignedIn', userPool.userPoolProviderUrl, {
        jwtAudience: [client.userPoolClientId],
      }),
    });
    const session = new NodeFunction(this, 'Session', {
      platform,
      name: 'session',
      memoryMb: 256,
      timeout: Duration.seconds(15),
      environment: { SIGN_IN_URL: domain.baseUrl(), SIGN_IN_CLIENT_ID: client.userPoolClientId },
      impact: 'Nobody can sign in to the dashboard or renew a session.',
    });
    const sessionPath = '/v1/session/{step}';
    const sessionRoutes = httpApi.addRoutes({
      path: sessionPath,
      methods: [apigateway.HttpMethod.GET, apigateway.HttpMethod.POST],
      integration: new HttpLambdaIntegration('SessionIntegration', session.function),
    });
    for (const route of sessionRoutes) {
      acknowledge(route, {
        'AwsSolutions-APIG4':
          'Who signs in has no token yet: functions/session gives one for a code of the sign-in.',
      });
    }
    this.stage(platform, httpApi, [
      `POST ${webhookPath}`,
      ...[apigateway.HttpMethod.GET, apigateway.HttpMethod.POST].map((method) => `${method} ${sessionPath}`),
    ]);
    platform.observability.alarm(this, 'ServerErrorsAlarm', {
      name: 'api-server-errors',
      metric: new cloudwatch.Metric({
        namespace: 'AWS/ApiGateway',
        metricName: '5xx',
        dimensionsMap: { ApiId: httpApi.apiId },
        statistic: 'Sum',
        period: Duration.minutes(5),
      }),
      above: 0,
      periods: 2,
      impact: 'Users of the dashboard or senders of the webhook get errors.',
    });
    new CfnOutput(this, 'Url', { value: httpApi.apiEndpoint, description: 'Address of the HTTP API' });
    new CfnOutput(this, 'UserPoolId', { value: userPool.userPoolId, description: 'Where users are added' });
    new CfnOutput(this, 'UserPoolClientId', {
      value: client.userPoolClientId,
      description: 'The dashboard as a client',
    });
  }

  private apiFunction({
    platform,
    storage,
    publishQueue,
    erasuresQueue,
    analysesQueue,
    runQueues,
    reanalysesQueue,
    config,
  }: ApiProps): NodeFunction<'api'> {
    const { tables, reportsBucket } = storage;
    const api = new NodeFunction(this, 'Function', {
      platform,
      name: 'api',
      memoryMb: 512,
      timeout: Duration.seconds(29),
      environment: {
        DOCUMENTS_TABLE: tables.documents.table.tableName,
        CONTRIBUTIONS_TABLE: tables.contributions.table.tableName,
        ROLLUPS_TABLE: tables.rollups.table.tableName,
        ARCHIVE_TABLE: tables.archive.table.tableName,
        INSIGHTS_TABLE: tables.insights.table.tableName,
        STATE_TABLE: tables.state.table.tableName,
        REPORTS_BUCKET: reportsBucket.bucket.bucketName,
        PUBLISH_QUEUE_URL: publishQueue.queue.queueUrl,
        ERASURES_QUEUE_URL: erasuresQueue.queue.queueUrl,
        ANALYSES_QUEUE_URL: analysesQueue.queue.queueUrl,
        DROPS_QUEUE_URL: runQueues.voices.queue.queueUrl,
        CUSTOMERS_QUEUE_URL: runQueues.customers.queue.queueUrl,
        MESSAGES_QUEUE_URL: runQueues.messages.queue.queueUrl,
        FUNNEL_QUEUE_URL: runQueues.funnel.queue.queueUrl,
        REANALYSES_QUEUE_URL: reanalysesQueue.queue.queueUrl,
        ...SETTINGS_WINDOW_VARIABLE,
        BUSINESS_TIME_ZONE: config.timeZone,
      },
      impact: 'The dashboard shows errors instead of data.',
    });
    allowTable(api, tables.contributions, 'BatchGetItem', 'Query');
    allowTable(api, tables.archive, 'Query');
    // It keeps copies of settled days there, beside the roll-ups; docs/decisions/010-*.md.
    allowTable(api, tables.rollups, 'BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query');
    allowTable(api, tables.documents, 'GetItem', 'BatchGetItem');
    allowTable(api, tables.insights, 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem');
    allowTable(
      api,
      tables.state,
      'BatchWriteItem',
      'DeleteItem',
      'GetItem',
      'PutItem',
      'Query',
      'UpdateItem',
    );
    allowObjects(api, reportsBucket, 'reviews/', 'GetObject');
    allowObjects(api, reportsBucket, 'follow-ups/', 'GetObject');
    allowSend(api, publishQueue);
    allowSend(api, erasuresQueue);
    // What people decide about links is applied by the linker.
    allowSend(api, analysesQueue);
    // Runs that people ask for.
    for (const queue of Object.values(runQueues)) allowSend(api, queue);
    allowSend(api, reanalysesQueue);
    return api;
  }

  /** Users are invited by an administrator; they sign in through the hosted page with the code flow and PKCE. */
  private signIn(dashboardUrl: string): {
    userPool: cognito.UserPool;
    client: cognito.UserPoolClient;
    domain: cognito.UserPoolDomain;
  } {
    const userPool = new cognito.UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      mfa: cognito.Mfa.OPTIONAL,
      mfaSecondFactor: { sms: false, otp: true },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      featurePlan: cognito.FeaturePlan.PLUS,
      standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(userPool, {
      'AwsSolutions-COG2':
        'A second factor is offered to everybody but not forced: threat protection blocks or challenges risky sign-ins, and a team may force it in the console.',
    });
    for (const [name, description] of Object.entries(USER_GROUPS)) {
      new cognito.CfnUserPoolGroup(this, `Group-${name}`, {
        userPoolId: userPool.userPoolId,
        groupName: name,
        description,
      });
    }
    const domain = userPool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `voc-${Stack.of(this).account}` },
      managedLoginVersion: cognito.ManagedLoginVersion.CLASSIC_HOSTED_UI,
    });
    const client = userPool.addClient('Dashboard', {
      generateSecret: false,
      authFlows: { userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PROFILE],
        callbackUrls: [`${dashboardUrl}/v1/session/callback`],
        logoutUrls: [`${dashboardUrl}/`],
      },
      supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(7),
    });
    return { userPool, client, domain };
  }

  private stage(platform: Platform, httpApi: apigateway.HttpApi, openRouteKeys: readonly string[]): void {
    const accessLogs = new logs.LogGroup(this, 'AccessLogs', {
      retention: logs.RetentionDays.ONE_MONTH,
      encryptionKey: platform.operationsKey,
    });
    const stage = new apigateway.CfnStage(this, 'Stage', {
      apiId: httpApi.apiId,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: accessLogs.logGroupArn, format: ACCESS_LOG_FORMAT },
      defaultRouteSettings: { throttlingRateLimit: 50, throttlingBurstLimit: 100 },
      // Open to the internet until a signature or a code is checked: fewer requests, so that they leave room for the rest.
      routeSettings: Object.fromEntries(
        openRouteKeys.map((key) => [key, { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 }]),
      ),
    });
    for (const child of httpApi.node.findAll()) {
      if (child instanceof apigateway.HttpRoute) stage.node.addDependency(child);
    }
  }
}

/** No query string and no user name: both may carry what a person typed. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  routeKey: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  // Of the connection: CloudFront's, or that of who goes past it and writes a viewer's address of his own.
  sourceIp: '$context.identity.sourceIp',
  integrationError: '$context.integrationErrorMessage',
});
